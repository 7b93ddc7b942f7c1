import { isDeepStrictEqual } from 'node:util';
import { approveBonusTable, proposeBonusTable, withdrawBonusTable } from '../../../../contract/bonus-tables.ts';
import { DomainError } from '../../../../domain/errors.ts';
import {
  approveProposal,
  monthsTouched,
  type TableProposal,
  withdrawProposal,
} from '../../../../domain/table-proposal.ts';
import { answers } from '../../../runtime/serve.ts';
import { type Register, register } from '../../../table/client.ts';
import { bonusTablesOf, coopOf } from '../../../table/directory.ts';
import type { StoredBonusTable } from '../../../table/items.ts';
import { liveRuns } from '../../../table/runs.ts';
import {
  putNewProposal,
  putProposal,
  putTableInForce,
  tableProposalOf,
  tableProposals,
} from '../../../table/table-proposals.ts';
import { stale } from '../../../table/transaction.ts';
import { viewOfProposal } from './view.ts';

export const proposeBonusTableEndpoint = answers(proposeBonusTable, async ({ body, caller, nowMs }) => {
  const { coopId, version, table, reason, dryRun } = body;
  const db = register();
  await coopOf(db, coopId);
  const [tables, proposals] = await Promise.all([bonusTablesOf(db, coopId), tableProposals(db, coopId)]);
  if (versionOf(tables, table) !== version) throw new DomainError(stale.code, stale.detail);
  const said = { state: 'PROPOSED', table, replaces: version, reason } as const;
  const last = proposals.at(-1);
  // Sent again because the answer was lost, it finds itself.
  const same = last?.proposed.by === caller.staffId && isDeepStrictEqual({ ...last, ...said }, last);
  const proposal: TableProposal = same
    ? last
    : { ...said, number: proposals.length + 1, version: 1, proposed: { by: caller.staffId, atMs: nowMs } };
  if (!same) await putNewProposal(db, coopId, proposal, { dryRun });
  return { ...(await answerOf(db, coopId, tables, proposal, nowMs)), dryRun: dryRun === true };
});

export const approveBonusTableEndpoint = answers(
  approveBonusTable,
  async ({ params: { coopId, number }, body, caller, nowMs, requestId }) => {
    const db = register();
    const seen = await seenProposal(db, coopId, Number(number), body.version);
    const proposal = approveProposal(seen, { by: caller.staffId, atMs: nowMs });
    const tables = await bonusTablesOf(db, coopId);
    if (versionOf(tables, proposal.table) !== proposal.replaces) throw new DomainError(stale.code, stale.detail);
    const answer = await answerOf(db, coopId, tables, proposal, nowMs);
    const marked = { months: answer.recomputed, token: requestId, markedAtMs: nowMs };
    await putTableInForce(db, coopId, proposal, tableOf(tables, proposal.table), marked, { dryRun: body.dryRun });
    return { ...answer, dryRun: body.dryRun === true };
  },
);

export const withdrawBonusTableEndpoint = answers(
  withdrawBonusTable,
  async ({ params: { coopId, number }, body, caller, nowMs }) => {
    const db = register();
    const seen = await seenProposal(db, coopId, Number(number), body.version);
    const proposal = withdrawProposal(seen, body.reason, { by: caller.staffId, atMs: nowMs });
    await putProposal(db, coopId, proposal, { dryRun: body.dryRun });
    const nothing = { recomputed: [], tooOld: [] };
    return { proposal: viewOfProposal(coopId, proposal), ...nothing, dryRun: body.dryRun === true };
  },
);

const tableOf = (tables: readonly StoredBonusTable[], { validFrom }: { validFrom: string }) =>
  tables.find((table) => table.validFrom === validFrom);

/** Of the table of the same month: 1 until it is first replaced, 0 if there is none. */
function versionOf(tables: readonly StoredBonusTable[], table: { validFrom: string }): number {
  const there = tableOf(tables, table);
  return there === undefined ? 0 : (there.version ?? 1);
}

async function seenProposal(db: Register, coopId: string, number: number, version: number): Promise<TableProposal> {
  const proposal = await tableProposalOf(db, coopId, number);
  if (proposal.version !== version) throw new DomainError(stale.code, stale.detail);
  return proposal;
}

async function answerOf(
  db: Register,
  coopId: string,
  tables: readonly StoredBonusTable[],
  proposal: TableProposal,
  nowMs: number,
) {
  const live = await liveRuns(db, coopId, 'BONUS');
  return { proposal: viewOfProposal(coopId, proposal), ...monthsTouched(tables, proposal.table, live, nowMs) };
}
