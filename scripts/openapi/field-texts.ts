import { auditFieldTexts } from './field-texts-audit.ts';
import { bankFieldTexts } from './field-texts-bank.ts';
import { bonusTableFieldTexts } from './field-texts-bonus-tables.ts';
import { bonusWriteOffFieldTexts } from './field-texts-bonus-write-offs.ts';
import { customersFieldTexts } from './field-texts-customers.ts';
import { decisionFieldTexts } from './field-texts-decisions.ts';
import { directoryFieldTexts } from './field-texts-directory.ts';
import { householdFieldTexts } from './field-texts-households.ts';
import { membershipFieldTexts } from './field-texts-memberships.ts';
import { paymentSettlementFieldTexts } from './field-texts-payment-settlements.ts';
import { paymentFieldTexts } from './field-texts-payments.ts';
import { refundDecisionFieldTexts } from './field-texts-refund-decisions.ts';
import { returnFieldTexts } from './field-texts-returns.ts';
import { runFieldTexts } from './field-texts-runs.ts';
import { servicesFieldTexts } from './field-texts-services.ts';
import type { JsonSchema } from './json-schema.ts';

const cents = 'Integer cents';

/**
 * What each field means, with its unit: by name, or by `Component.name` where a name means two things. A field that is a
 * component of its own needs none.
 */
export const fieldTexts: Readonly<Record<string, string>> = {
  'Bases.bonusCents': `${cents}. All that counts for Bonus, fuel and campaign included once.`,
  'Bases.fuelCents': `${cents}. The part of bonusCents that was fuel.`,
  fuelMillilitres: 'Millilitres of fuel.',
  'Bases.campaignCents': `${cents}. The part of bonusCents that is paid double; never fuel.`,
  'Bases.paymentBenefitCents': `${cents}. What was paid with the co-op's own means of payment.`,
  'BenefitLines.bonusCents': `${cents}. Bonus: the rate of all purchases but fuel.`,
  doubleExtraCents: `${cents}. The second half of double Bonus: the rate once more of the campaign purchases.`,
  fuelBonusCents: `${cents}. Tankkausbonus, by litre.`,
  'BenefitLines.paymentBenefitCents': `${cents}. The benefit for the means of payment.`,

  'Receipt.totalCents': `${cents}. The receipt's total; negative for a return.`,
  'Receipt.purchasedAt':
    'When the purchase was made: RFC 3339 with its offset, such as 2026-10-31T18:30:00+02:00. Its month in Finland is the month that it counts in.',
  'Receipt.businessDay': "The till's trading day: the date of the purchase in Finland or a day beside it.",
  'Receipt.lines': 'The lines of the receipt, if the till sends them.',
  'Receipt.campaignCents': `${cents}. The part of bonusBaseCents that is paid double, without fuel; 0 if left out.`,
  cardUse:
    'How the card was used: shown; account and credit: paid with it; webshop; numberGiven: the number was told instead of the card shown.',
  bonusBaseCents: `${cents}. The part of the total that counts for Bonus; the total if left out.`,
  paymentBenefitBaseCents: `${cents}. The part of the total that counts for the means of payment's benefit; 0 if left out.`,
  fuel: 'Fuel among the purchases; none if left out.',
  'Receipt.cents': `${cents}. The part of bonusBaseCents that was fuel.`,
  millilitres: 'Millilitres of fuel, with the sign of its cents.',
  returnOf: 'The receipt that this one takes back, if the till knows it.',
  identifier: 'Who bought: exactly one of card, customer number and member number.',
  'ReceiptLine.totalCents': `${cents}. The line's total.`,
  productId: "The till's id of the product.",
  productGroup: 'The product group, as the till names it.',
  department: 'The department, as the till names it.',
  quantity: 'How many or how much, in the unit of the product; may have decimals.',
  'ReceiptBatch.receipts': '1 to 100 receipts.',

  accepted: 'How many receipts are in durable storage now.',
  'PostReceiptsResult.rejected': 'The receipts that were not taken, in the order of the request; empty if all were.',
  index: 'Which receipt of the request, from 0.',
  'ReceiptRejection.code':
    'invalidReceipt if fields are faulty; else the first rule that the receipt broke, as in the field codes of the errors page.',
  'ReceiptRejection.errors': 'Every fault of this receipt that was found.',
  'GetReceiptResult.status':
    'recorded: it counts for a household. unmatched: it waits until its card or number is registered. conflict: another receipt came under the same identity; the first counts, and staff look at the other.',

  purchasesCents: `${cents}. All that counts for Bonus in the month.`,
  rateBasisPoints: 'The rate that the purchases reach, in basis points: 350 is 3.5 %. 0 below the first threshold.',
  benefitsCents: `${cents}. Bonus and the other benefits of the month so far.`,
  'PostAccrualsResult.discountRight': 'Whether the holder of the card or number has a right to discounts today.',

  'PostDayEndsRequest.count': 'How many receipts the terminal has sent for the day.',
  'PostDayEndsRequest.totalCents': `${cents}. The sum of their totals.`,
  'PostDayEndsRequest.receipts': 'Each of them, at most 10,000: with the list the answer can name what differs.',
  'DayEndReceipt.totalCents': `${cents}. The receipt's total.`,
  result:
    'match: both sides agree. differs: they do not. pending: they do not, but receipts are still queued; ask again in a minute.',
  till: "The till's side, as it was sent.",
  register: "The register's side.",
  'PostDayEndsResult.count': 'How many receipts.',
  'PostDayEndsResult.totalCents': `${cents}. The sum of their totals.`,
  unmatched: 'How many of them wait for their card or number to be registered; they are in the count.',
  'PostDayEndsResult.conflicts':
    'How many other receipts came under the identity of a recorded one; they are not in the count.',
  missing: 'Receipt ids of the list that the register has not got: send them again. Empty without a list.',
  extra: 'Receipt ids that the register has and the list has not. Empty without a list.',
  different: 'Receipts of the list that the register has with another total. Empty without a list.',
  tillTotalCents: `${cents}. The total in the list.`,
  registerTotalCents: `${cents}. The total in the register.`,
  alsoOnNeighbouringDay:
    'Receipt ids of this day that also stand on the day before or after, with that day: a receipt that may have been sent under two days.',

  'StartRunRequest.kind': 'What is paid.',
  'StartRunRequest.dryRun': 'Calculate and report only; false if left out.',
  kind: 'What is paid.',
  'RunView.dryRun': 'Whether the run only calculates and reports.',
  dryRun: 'Only shows what would come of it, and does nothing; false if left out.',
  attempt: 'Which try: 1, 2, … or, of a dry run, D1, D2, …',
  period: 'The month that is paid, as yyyy-mm.',
  state:
    'DRAFT while it is calculated, then CALCULATED, SUBMITTED, APPROVED, FILES_WRITTEN, RELEASED, CLOSED; REJECTED and CANCELLED end an attempt.',
  ...runFieldTexts,

  'MonthPayout.reason': 'Why the amount, or what is left of it, was not paid; null if nothing was held back.',
  'ListUnmatchedReceiptsQuery.cursor': 'The cursor of the page before; left out for the first page.',

  purpose: 'Why you look or change; kept with the access event.',
  'ExplainMonthResult.coopId': 'The co-op that pays the household.',
  'ExplainMonthResult.receipts': 'The receipts of the month, while they live.',
  opening: 'What the month before carried over because it was below zero.',
  purchases: 'The sum of the receipts, without the opening entry.',
  total: 'Opening entry and purchases: what the row and the lines come from.',
  ownOutletCents: `${cents}. Of the purchases, those at the co-op's own outlets: what the year's surplus refund counts.`,
  tableVersion: 'Which version of that table: a wrong one is replaced.',
  because:
    'What had changed since the one before: RECEIPTS came late, were moved or taken back; TABLE: it was replaced; CARRY: the month before carries something else; OUTLETS: what is known of them.',
  'MonthRevision.receipts': 'How many receipts it counts.',
  balance: 'What the newest run left unpaid; null if nothing is open.',
  'HouseholdBalance.period': 'The run that left it.',
  'HouseholdBalance.unpaidCents': `${cents}. Owed to the household, or, below 0, taken from its next payments.`,
  'HouseholdBalance.reason': 'Why it was not paid; null if nothing was held back.',
  tableValidFrom: 'From which month on the table of the co-op is in force.',
  row: 'The row that ruled the month; null below the first threshold, below zero, or for a company.',
  paymentBenefitBasisPoints: "The rate of the means of payment's benefit, in basis points: 50 is 0.5 %.",
  lines: 'The benefit, line by line.',
  'ExplainMonthResult.amountCents': `${cents}. The sum of the lines.`,
  carry: "The next month's opening entry: the whole total if it is below zero, else zero.",
  'ExplainMonthResult.standing': 'posted: the figures are those of released runs. preview: nothing is released yet.',
  revisions: 'What each released run has posted for the month; together they are the lines.',
  payout: 'What the run that paid the month did; null until then.',
  'BonusTableRow.rateBasisPoints': 'The rate in basis points: 350 is 3.5 %.',
  fromCents: `${cents}. The row rules from this total on.`,
  fuelCentsPerHundredLitres: 'Tankkausbonus in cents per hundred litres: 350 is 3.5 cents a litre.',
  bases: 'What the receipt counts for.',
  counted:
    'Whether the figures hold it; false if it reached the household after the cut-off and waits for the next run.',
  outletId: 'The outlet.',
  terminalId: 'The terminal.',
  receiptId: 'The number of the receipt.',
  coopId: 'The co-op.',
  purchasedAt: 'When the purchase was made: RFC 3339 with offset.',
  revision: 'From 0.',
  addedLines: 'What this revision adds to each line.',
  addedAmountCents: `${cents}. The sum of addedLines.`,
  'MonthRevision.rateBasisPoints': 'The rate that the run reckoned with, in basis points.',
  'MonthRevision.period': 'The month of the run that posted it.',
  'MonthPayout.period': 'The month of the run that paid.',
  endToEndId: "The payment's id at the bank; null if nothing was paid to the account.",

  'ListUnmatchedReceiptsResult.receipts': 'The receipts of this page.',
  'ReceiptRow.totalCents': `${cents}. The receipt's total.`,
  'ListConflictsResult.conflicts': 'The other receipts; empty if there is none.',
  'ListConflictsResult.totalCents': `${cents}. The total of the other receipt.`,
  recordedTotalCents: `${cents}. The total of the one that stands; null if it is no longer kept.`,
  receivedAt: 'When the other one came: RFC 3339 with offset.',
  receipt: 'The receipt to move.',
  toHouseholdId: 'The household that it belongs to.',
  'MoveReceiptRequest.reason': 'Why, 3 to 200 characters. Write no names or numbers of people.',
  moved: 'false if it was there already.',

  type: 'The page of the code: https://github.com/omistaja/omistaja/blob/main/docs/errors.md#code-in-lower-case',
  title: 'The code in words; the same for every problem with the code.',
  'Problem.status': 'The HTTP status.',
  'Problem.code': 'What is wrong: decide by this.',
  detail: 'What is wrong with this request, in a sentence without personal data.',
  requestId: 'What to tell us when you ask about it.',
  errors: 'Which fields are faulty; absent if it is not about fields.',
  pointer: 'RFC 6901 JSON pointer into the body; path parameters begin with /path, query parameters with /query.',
  'FieldIssue.code': 'What is wrong with it: decide by this.',
  message: 'What to do, in a sentence.',

  version: 'Counts the changes. A change names the version that it was decided on.',
  source: 'Where the value comes from; kept with it.',
  ...auditFieldTexts,
  ...customersFieldTexts,
  ...directoryFieldTexts,
  ...servicesFieldTexts,
  ...bonusTableFieldTexts,
  ...decisionFieldTexts,
  ...refundDecisionFieldTexts,
  ...bankFieldTexts,
  ...membershipFieldTexts,
  ...paymentFieldTexts,
  ...paymentSettlementFieldTexts,
  ...bonusWriteOffFieldTexts,
  ...householdFieldTexts,
  ...returnFieldTexts,
};

/** Times of results, which the contract has as text. */
const timeFields: readonly string[] = ['purchasedAt', 'receivedAt', 'at', 'cutOff'];

/** Puts the texts on the fields of a component, its inner objects included. */
export function describeFields(component: string, schema: JsonSchema): void {
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    if (typeof field === 'boolean') continue;
    const description = fieldTexts[`${component}.${name}`] ?? fieldTexts[name];
    if (description !== undefined) field.description = description;
    if (timeFields.includes(name)) field.format = 'date-time';
    describeFields(component, field);
  }
  for (const part of [schema.items, ...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) {
    if (typeof part === 'object' && !Array.isArray(part)) describeFields(component, part);
  }
}
