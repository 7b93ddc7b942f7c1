import type { BonusTableView, TableProposalView } from '../../../../contract/bonus-tables.ts';
import { localTimeOf } from '../../../../domain/calendar.ts';
import type { TableProposal } from '../../../../domain/table-proposal.ts';
import type { StoredBonusTable } from '../../../table/items.ts';

export const viewOfTable = (table: StoredBonusTable): BonusTableView => ({ ...table, version: table.version ?? 1 });

export function viewOfProposal(
  coopId: string,
  { proposed, approved, withdrawn, ...proposal }: TableProposal,
): TableProposalView {
  const done = ({ by, atMs }: { by: string; atMs: number }) => ({ by, at: localTimeOf(atMs) });
  return {
    coopId,
    ...proposal,
    proposed: done(proposed),
    approved: approved === undefined ? null : done(approved),
    withdrawn: withdrawn === undefined ? null : { ...done(withdrawn), reason: withdrawn.reason },
  };
}
