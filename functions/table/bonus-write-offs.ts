import * as z from 'zod/mini';
import { type BonusWriteOff, bonusWriteOffSchema, writtenOffCents } from '../../domain/bonus-write-off.ts';
import { addMonths, type Month } from '../../domain/calendar.ts';
import { isEndedWithoutPay } from '../../domain/run.ts';
import type { LiveRun } from '../../domain/run-order.ts';
import type { Register } from './client.ts';
import { bonusWriteOffKey, livePointerKey } from './keys.ts';
import { getItem, queryAll, withoutKeys } from './read.ts';
import { putNew, putOver, type Refusal, stale, type Write } from './transaction.ts';

type Place = Pick<BonusWriteOff, 'coopId' | 'period' | 'householdId'>;
const parsed = (item: Record<string, unknown>): BonusWriteOff => z.parse(bonusWriteOffSchema, withoutKeys(item));

/** What is proposed or in force for a household after a month, strongly consistent. */
export async function bonusWriteOffOf(db: Register, place: Place): Promise<BonusWriteOff | undefined> {
  const item = await getItem(db, bonusWriteOffKey(place));
  return item && parsed(item);
}

/** What is in force after a month, by household; strongly consistent. Few households have any. */
export async function writtenOffAfter(db: Register, coopId: string, period: Month): Promise<Map<string, number>> {
  const items = await queryAll(db, {
    KeyConditionExpression: 'pk = :pk',
    ExpressionAttributeValues: { ':pk': bonusWriteOffKey({ coopId, period, householdId: '-' }).pk },
    ConsistentRead: true,
  });
  const found = items.map(parsed).map((one): [string, number] => [one.householdId, writtenOffCents(one)]);
  return new Map(found.filter(([, cents]) => cents > 0));
}

/** The write of a proposal or of its approval, over the version that was seen; 0 if there was none. */
export function bonusWriteOffWrite(writeOff: BonusWriteOff, seenVersion: number): Write {
  const item = z.parse(bonusWriteOffSchema, writeOff);
  return seenVersion === 0
    ? putNew(bonusWriteOffKey(writeOff), item, stale)
    : putOver(bonusWriteOffKey(writeOff), item, seenVersion);
}

export const runIsOpen: Refusal = {
  code: 'runNotInState',
  detail: 'A run of the month after is open and has counted what is owed; finish or cancel it first.',
};

/**
 * What an approval rests on, as a check of its transaction: no run of the month after the newest posted one is open. So each run finds all that
 * is in force before it begins, in every reading, and none that comes later.
 * @param live the co-op's live runs of Bonus
 * @returns undefined if one is open
 */
export function noRunAfter(coopId: string, period: Month, live: readonly LiveRun[]): Write | undefined {
  const next = addMonths(period, 1);
  const run = live.find((one) => one.period === next);
  if (run !== undefined && !isEndedWithoutPay(run.state)) return undefined;
  return {
    ...livePointerKey({ coopId, kind: 'BONUS', period: next }),
    kind: 'check',
    condition: run === undefined ? { absent: true } : { attempt: run.attempt },
    refusal: runIsOpen,
  };
}
