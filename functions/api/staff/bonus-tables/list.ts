import { listBonusTables } from '../../../../contract/bonus-tables.ts';
import { answers } from '../../../runtime/serve.ts';
import { register } from '../../../table/client.ts';
import { bonusTablesOf, coopOf } from '../../../table/directory.ts';
import { replacedTables, tableProposals } from '../../../table/table-proposals.ts';
import { viewOfProposal, viewOfTable } from './view.ts';

export const listBonusTablesEndpoint = answers(listBonusTables, async ({ params: { coopId } }) => {
  const db = register();
  const [, tables, replaced, proposals] = await Promise.all([
    coopOf(db, coopId),
    bonusTablesOf(db, coopId),
    replacedTables(db, coopId),
    tableProposals(db, coopId),
  ]);
  return {
    tables: tables.map(viewOfTable),
    replaced,
    proposals: proposals.map((proposal) => viewOfProposal(coopId, proposal)),
  };
});
