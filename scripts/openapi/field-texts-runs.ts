const cents = 'Integer cents';

const notPaidBecause = 'Why the amount, or what is left of it, was not paid; null if nothing was held back.';

/** What the fields of runs, their files and their payees mean. */
export const runFieldTexts: Readonly<Record<string, string>> = {
  cutOff:
    'Receipts that reached their household before this time are in the run: RFC 3339 with offset. Later ones are late and come with the next run.',
  opened: 'Who started it.',
  submitted: 'Who submitted it; absent until then.',
  approved: 'Who approved it, never the submitter; absent until then.',
  'RunView.rejected': 'Who rejected it and why; absent unless it was.',
  'RunView.cancelled': 'Who cancelled it and why; absent unless it was.',
  'RunView.reason':
    'Of an ending: why, in the words of that person. Of an exception: why these payees are not paid, or not all.',
  'RunView.released': 'Who handed it over, never the submitter; absent until then.',
  'RunView.closed': 'Who closed it; absent until then.',
  'RunView.postedAt': 'When all that the release does was booked: RFC 3339 with offset; absent until then.',
  'RunView.payOn': 'The day on which the money should be there; approved later, it goes on the day of the approval.',
  'RunView.inputs':
    'What the run rests on beside its payees (tables, a decision, rates, the account that pays), each with its version. If one of them changes, the run cannot be signed any more.',
  'RunView.held':
    'Signed payments that are left out of the files, since their payees have changed; absent until the files are written.',
  'RunView.count': 'How many payments.',
  'RunView.review': 'What who approves should see beside the totals; absent until it is calculated.',
  'RunView.exceptions': 'What is not paid, or not all, a line a reason.',
  'RunView.payees': 'How many payees.',
  'RunView.cents': `${cents}. What is left unpaid of them together; below zero, what they owe.`,
  'RunView.newPayees': 'How many payees the run of the period before did not have.',
  'RunView.gonePayees': 'How many payees of the run of the period before this one does not have.',
  'RunView.journal': 'Its journal, a voucher for the books; absent until it is booked.',
  'RunView.name': 'The name of the file.',
  'RunView.lines': 'How many lines it has.',
  'RunView.hash': 'SHA-256 of the inputs, rule versions and lines; absent until it is calculated. What is signed.',
  'RunSignature.hash': 'The hash of the run as it was shown to the person who signs.',
  warnings:
    "What a person should look at before signing. PLACEHOLDER_BONUS_TABLE: the figures of the table are not the co-op's own yet. MONTH_NOT_ENDED: a dry run of a month that goes on. LATE_MONTHS_NOT_SETTLED: late months were left for a later run. DECISION_EXCEEDED: it comes to more than its decision allows, so it cannot be submitted.",
  problem:
    'Why the calculation stands still for a person. SUMS_DIFFER: its two ways of adding up the month do not agree. STEP_FAILED: a step failed. Absent if it does not; started again, the run goes on.',
  totals: 'The sums of the run; absent until it is calculated.',
  'RunDifference.totals': 'The sums of that run; null if there is no such run or it is not calculated.',
  'RunView.differences': 'The runs to compare with: of the period before, and the previous attempt.',
  against: 'Which run: the period before, or an earlier attempt of this period, as `attempt 1`.',
  by: 'The staff id of the person, or `scheduler`.',
  at: 'When: RFC 3339 with offset.',
  runs: 'Runs and dry runs, newest first.',

  'RunTotals.payees':
    'How many payees have anything to tell: households with receipts, a carry, a late revision or money owed; members; payments that are owed.',
  'RunTotals.receipts': 'How many receipts are counted; 0 but for Bonus.',
  'RunTotals.purchases': 'The sum over the receipts of the month; what months below zero carried over is left out.',
  'RunTotals.lines': 'The sum of each benefit line of Bonus.',
  'RunTotals.baseCents': `${cents}. What the amounts were calculated from: purchases, paid shares, amounts owed.`,
  'RunTotals.amountCents': `${cents}. What the run's own period comes to, before tax.`,
  'RunTotals.withheldCents': `${cents}. Tax withheld.`,
  lateAmountCents: `${cents}. What late receipts add to earlier months, or take from them.`,
  openingUnpaidCents: `${cents}. What earlier runs left unpaid; negative if more is owed than due.`,
  payableCents: `${cents}. amountCents + lateAmountCents + openingUnpaidCents - withheldCents.`,
  toShareCents: `${cents}. Moved to the share contribution.`,
  toAccountCents: `${cents}. Paid to the account.`,
  unpaidCents: `${cents}. Held, or negative: taken from the next payment.`,
  payments: 'How many payees are paid by a bank payment.',
  toSharePayees: 'How many payees get something into their share contribution.',
  notPaidPayees: 'How many payees get nothing.',

  files: 'The payment files.',
  'ListRunFilesResult.name': 'The name of the file.',
  'ListRunFilesResult.count': 'How many payments it holds.',
  sumCents: `${cents}. Their sum.`,
  sha256: 'SHA-256 of its bytes, 64 lower-case hexadecimal digits.',
  url: 'Where to download it, for five minutes. Whoever has the address has the file.',

  'ShowBankJournalResult.journal': 'Its journal; null if the file moved nothing in the books.',
  'ShowBankJournalResult.name': 'The name of the file.',
  'ShowBankJournalResult.lines': 'How many lines it has.',
  'ShowBankJournalResult.sumCents': `${cents}. Σ debit, which is Σ credit.`,
  'ShowRunJournalResult.name': 'The name of the file.',
  'ShowRunJournalResult.lines': 'How many lines it has.',
  'ShowRunJournalResult.sumCents': `${cents}. Σ debit, which is Σ credit.`,
  'RunView.sumCents': `${cents}. The sum of the payments, or of each side of the journal.`,

  'ListRunDifferencesResult.differences': 'The greatest first, at most twenty.',
  'ListRunDifferencesResult.amountCents': `${cents}. What this run gives the payee.`,
  'ListRunDifferencesResult.beforeCents': `${cents}. What the run of the period before gave; null if it gave nothing.`,

  'ListRunPayeesResult.payees': 'The payees of this page.',
  payeeId: "A household's id, a member number, or the EndToEndId of the payment that is paid anew.",
  householdId: 'The household.',
  'ListRunPayeesResult.receipts': "How many of a household's receipts were counted; 0 but for Bonus.",
  'ListRunPayeesResult.baseCents': `${cents}. What the amount was calculated from.`,
  'ListRunPayeesResult.amountCents': `${cents}. What the run's own period comes to, before tax.`,
  'ListRunPayeesResult.withheldCents': `${cents}. Tax withheld.`,
  'ListRunPayeesResult.reason': notPaidBecause,
  outcome:
    'PAID: all to the account. TO_SHARE: all that was paid, to the share contribution. PAID_AND_TO_SHARE: some to both. NOT_PAID: nothing.',
  cursor: 'Where the next page begins, opaque; absent on the last page. A page may be empty and still have one.',
  'ListRunPayeesQuery.cursor': 'The cursor of the page before; left out for the first page.',
};
