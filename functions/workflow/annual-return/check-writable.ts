import { assertVerified, codeMapOf, type ReturnCodeMap } from '../../../domain/annual-return/code-map.ts';
import type { ReturnFileKind } from '../../../domain/annual-return/return-life.ts';
import { DomainError } from '../../../domain/errors.ts';
import type { AnnualReturn } from '../../table/annual-return-items.ts';

/**
 * Whether a return may be written as such a file now. What holds people's codes is written of what two people have signed.
 * @throws DomainError returnNotInState, returnMapNotVerified
 */
export function checkWritable(
  { state, year }: AnnualReturn,
  kind: ReturnFileKind,
  maps?: readonly ReturnCodeMap[],
): void {
  const from = kind === 'TEST' ? ['DRAFT', 'APPROVED', 'DELIVERED'] : ['APPROVED', 'DELIVERED'];
  if (!from.includes(state))
    throw new DomainError(
      'returnNotInState',
      `The return is ${state}; such a file is written only of one that is ${from.join(' or ')}.`,
    );
  if (kind === 'PRODUCTION') assertVerified(codeMapOf(year, maps), year);
}
