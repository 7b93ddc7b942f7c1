import { DomainError } from '../../../../domain/errors.ts';
import { type HouseholdRefusal, householdRefusals } from '../../../../domain/household.ts';

/** @throws DomainError householdStateConflict, with the sentence of the refusal */
export function allowedHousehold<T extends object>(decided: T | { refused: HouseholdRefusal }): T {
  if ('refused' in decided) throw new DomainError('householdStateConflict', householdRefusals[decided.refused]);
  return decided;
}
