import {
  approveBonusWriteOff,
  type BonusWriteOffView,
  proposeBonusWriteOff,
} from '../../../../contract/bonus-write-offs.ts';
import {
  approveBonusWriteOff as approve,
  type Barred,
  type BonusWriteOff,
  barredOf,
} from '../../../../domain/bonus-write-off.ts';
import { localDateOf, localTimeOf, type Month } from '../../../../domain/calendar.ts';
import { DomainError } from '../../../../domain/errors.ts';
import { journalOfLapse } from '../../../../domain/journal.ts';
import { settings } from '../../../runtime/env.ts';
import { answers } from '../../../runtime/serve.ts';
import { bonusWriteOffOf, bonusWriteOffWrite, noRunAfter, runIsOpen } from '../../../table/bonus-write-offs.ts';
import { register } from '../../../table/client.ts';
import { type HouseholdFile, placementsOf } from '../../../table/household-file.ts';
import { journalEntryWrites, voucherOfPayment } from '../../../table/journal-entries.ts';
import { liveRuns } from '../../../table/runs.ts';
import { commit, stale, type Write } from '../../../table/transaction.ts';
import { unpaidBonusOf } from '../../../table/unpaid-bonus.ts';

/** A proposal changes no money: it may be made anew until it is approved. */
export const proposeBonusWriteOffEndpoint = answers(proposeBonusWriteOff, async ({ body, subjects, caller, nowMs }) => {
  const { coopId, householdId, reason, dryRun } = body;
  const { period, barred } = await barredNow(subjects.householdId, coopId, nowMs);
  const before = await bonusWriteOffOf(register(), { coopId, householdId, period });
  if (before?.approvedBy !== undefined)
    throw new DomainError('paymentNotInState', 'Bonus of this household was written off since the newest run.');
  const version = (before?.version ?? 0) + 1;
  const told = { by: caller.staffId, atMs: nowMs, reason, version };
  return await stored({ coopId, householdId, period, ...barred, ...told }, [], dryRun);
});

/** One transaction: the approval, what it moves in the books, and that no run is open that would not know of it. */
export const approveBonusWriteOffEndpoint = answers(approveBonusWriteOff, async ({ body, subjects, caller, nowMs }) => {
  const { coopId, householdId, version, dryRun } = body;
  const { period, barred } = await barredNow(subjects.householdId, coopId, nowMs);
  const before = await bonusWriteOffOf(register(), { coopId, householdId, period });
  const approved = approve(before, barred, caller.staffId);
  if (approved.version !== version) throw new DomainError(stale.code, stale.detail);
  const check = noRunAfter(coopId, period, await liveRuns(register(), coopId, 'BONUS'));
  if (check === undefined) throw new DomainError(runIsOpen.code, runIsOpen.detail);
  const writeOff = { ...approved, version: version + 1 };
  return await stored(writeOff, [check, ...voucherWrites(writeOff, nowMs)], dryRun);
});

/** What of the household's unpaid Bonus at the co-op is barred, after which month. */
async function barredNow(
  file: HouseholdFile,
  coopId: string,
  nowMs: number,
): Promise<{ period: Month; barred: Barred }> {
  const place = placementsOf(file).find((one) => one.coopId === coopId);
  if (place === undefined) throw new DomainError('unknownHousehold', 'There is no such household in this co-op.');
  const { period, months } = await unpaidBonusOf(register(), place);
  const barred = barredOf(months, settings().limitationYears, localDateOf(nowMs));
  if (period === undefined) throw new Error('barred Bonus of no posted month');
  return { period, barred };
}

function voucherWrites({ coopId, householdId, period, amountCents, version }: BonusWriteOff, nowMs: number): Write[] {
  const voucher = voucherOfPayment('LAPSE', { coopId, endToEndId: `${householdId}/${period}`, version });
  const head = { voucher, on: localDateOf(nowMs), text: 'Vanhentunut saatava' };
  const lines = journalOfLapse(head, { BONUS: amountCents }, settings().chartOfAccounts);
  return journalEntryWrites(coopId, head.on, voucher, lines);
}

async function stored(writeOff: BonusWriteOff, more: readonly Write[], dryRun: boolean | undefined) {
  await commit(register(), [bonusWriteOffWrite(writeOff, writeOff.version - 1), ...more], { dryRun });
  return { writeOff: viewOf(writeOff), dryRun: dryRun === true };
}

const viewOf = ({ atMs, approvedBy, ...told }: BonusWriteOff): BonusWriteOffView => ({
  ...told,
  at: localTimeOf(atMs),
  approvedBy: approvedBy ?? null,
});
