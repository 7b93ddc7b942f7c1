import { accessEventView } from '../../contract/audit.ts';
import { bankCaseView, bankFileCounts, bankFileView } from '../../contract/bank.ts';
import { bonusTableView, tableProposalView } from '../../contract/bonus-tables.ts';
import { bonusWriteOffView } from '../../contract/bonus-write-offs.ts';
import { cardView } from '../../contract/cards.ts';
import { coopSettings, coopSettingsView } from '../../contract/coop-settings.ts';
import { customerValuesSchema, shownValuesSchema } from '../../contract/customers.ts';
import { decisionView } from '../../contract/decisions.ts';
import {
  companyView,
  outletView,
  paperDocumentView,
  showStaffMember,
  staffView,
  tillClientView,
} from '../../contract/directory.ts';
import { disclosureView } from '../../contract/disclosures.ts';
import type { Endpoint, Schema } from '../../contract/endpoint.ts';
import { householdView } from '../../contract/households.ts';
import {
  membershipActSchema,
  membershipChangeView,
  membershipView,
  shareEntryView,
} from '../../contract/memberships.ts';
import { endToEndIdSchema, interestView, paymentEvidenceView, paymentView } from '../../contract/payments.ts';
import { problemSchema } from '../../contract/problem.ts';
import { postDayEnds, postReceipts } from '../../contract/receipts.ts';
import { refundDecisionView } from '../../contract/refund-decisions.ts';
import { balanceView, explainMonth, listUnmatchedReceipts } from '../../contract/register.ts';
import { why } from '../../contract/register-fields.ts';
import { returnView } from '../../contract/returns.ts';
import { runView, submitRun } from '../../contract/runs.ts';
import { codeView, rightView, servicesView } from '../../contract/services.ts';
import { staffEntrySchema, staffIdSchema } from '../../contract/staff-entry.ts';
import { taxCardsView } from '../../contract/tax-cards.ts';
import { returnTotalsSchema } from '../../domain/annual-return/return-totals.ts';
import { basesSchema, linesSchema } from '../../domain/bonus.ts';
import { bonusTableRowSchema, bonusTableSchema } from '../../domain/bonus-table.ts';
import { localDateSchema, monthSchema } from '../../domain/calendar.ts';
import { companyIdSchema, companySchema } from '../../domain/company.ts';
import { customerCodeSchema } from '../../domain/customer-code.ts';
import { freeTextSchema } from '../../domain/free-text.ts';
import {
  cardNumberSchema,
  coopIdSchema,
  customerNumberSchema,
  householdIdSchema,
  memberNumberSchema,
  outletIdSchema,
  receiptIdSchema,
  terminalIdSchema,
} from '../../domain/identifiers.ts';
import { registerRowSchema } from '../../domain/member-register.ts';
import { postalAddressSchema } from '../../domain/postal-address.ts';
import { receiptIdentitySchema, receiptRequestSchema } from '../../domain/receipt.ts';
import { refundTermsSchema } from '../../domain/refund-decision.ts';
import { runHashSchema } from '../../domain/run.ts';
import { runTotalsSchema } from '../../domain/run-totals.ts';
import { serviceCodeSchema } from '../../domain/services.ts';
import { shareSourceIdSchema } from '../../domain/share-entry.ts';
import { sourceSchema } from '../../domain/source.ts';
import { decisionTermsSchema } from '../../domain/surplus-decision.ts';
import { withholdingSchema } from '../../domain/withholding.ts';
import { links } from './links.ts';

/** A schema with a name of its own in the document, and what its JSON Schema cannot say: rules, units, meaning. */
export type NamedSchema = { id: string; schema: Schema; description: string; format?: string };

const batch = bodyOf(postReceipts).def.options[1];
const receipt = receiptRequestSchema.shape;
const problem = problemSchema.shape;
const dayEnd = bodyOf(postDayEnds).shape;
const explained = explainMonth.result.shape;

/** Bodies, results, paths and queries that are not here are named after their endpoint. */
export const namedSchemas: readonly NamedSchema[] = [
  { id: 'OutletId', schema: outletIdSchema, description: 'An outlet; unique in the federation.' },
  { id: 'TerminalId', schema: terminalIdSchema, description: 'A till of an outlet; unique within the outlet.' },
  {
    id: 'ReceiptId',
    schema: receiptIdSchema,
    description: 'The number of a receipt; unique within its terminal and business day.',
  },
  { id: 'CoopId', schema: coopIdSchema, description: 'A co-op of the federation.' },
  { id: 'HouseholdId', schema: householdIdSchema, description: 'A household. Personal data: keep it out of logs.' },
  { id: 'CustomerNumber', schema: customerNumberSchema, description: 'A customer number: 6 to 12 digits, as text.' },
  { id: 'MemberNumber', schema: memberNumberSchema, description: 'A member number: 6 to 12 digits, as text.' },
  {
    id: 'CardNumber',
    schema: cardNumberSchema,
    description:
      'A card number: 12 to 19 digits, as text, the last of them the Luhn check digit of the others. Never in a URL.',
  },
  {
    id: 'LocalDate',
    schema: localDateSchema,
    description: 'A date of the years 2000–2099 that exists, as yyyy-mm-dd, in the calendar of Finland.',
    format: 'date',
  },
  {
    id: 'Month',
    schema: monthSchema,
    description: 'A civil month, as yyyy-mm, in the calendar of Finland (Europe/Helsinki).',
  },
  {
    id: 'RunHash',
    schema: runHashSchema,
    description:
      'SHA-256 of the inputs, rule versions and lines of a run, 64 lower-case hexadecimal digits. Sign the one that you were shown.',
  },
  {
    id: 'Receipt',
    schema: receiptRequestSchema,
    description:
      'A purchase or a return, as the till printed it. Each base has the sign of its whole and at most its size; a total of 0 is valid.',
  },
  {
    id: 'ReceiptBatch',
    schema: batch,
    description:
      'Receipts of any outlets and terminals of one retailer. Each stands alone: a faulty one does not stop its neighbours.',
  },
  {
    id: 'ReceiptIdentity',
    schema: receiptIdentitySchema,
    description:
      'Where a receipt was printed. Fixed when it is printed and sent again unchanged: the register keeps one receipt for each identity.',
  },
  {
    id: 'ReceiptIdentifier',
    schema: receipt.identifier,
    description: 'Who bought: exactly one of card, customer number and member number.',
  },
  {
    id: 'ReceiptLine',
    schema: receipt.lines.def.innerType.def.element,
    description: 'A line of the receipt. Checked, and not stored until a purpose needs it.',
  },
  {
    id: 'ReceiptRejection',
    schema: postReceipts.result.shape.rejected.def.element,
    description: 'Why one receipt of the request was not taken.',
  },
  {
    id: 'DayEndReceipt',
    schema: dayEnd.receipts.def.innerType.def.element,
    description: "A receipt in the till's own list of its day.",
  },
  {
    id: 'Bases',
    schema: basesSchema,
    description: 'What benefits are counted from, of one receipt or the sum of many. Returns are negative.',
  },
  {
    id: 'BenefitLines',
    schema: linesSchema,
    description: "A month's benefit, one figure a line; each is rounded once, on the sum, half away from zero.",
  },
  {
    id: 'BonusTableRow',
    schema: bonusTableRowSchema,
    description: "The row of the co-op's Bonus table that ruled the month.",
  },
  {
    id: 'MonthReceipt',
    schema: explained.receipts.def.element,
    description: 'A receipt of the explained month. Receipts live two years; sums remain after them.',
  },
  {
    id: 'MonthRevision',
    schema: explained.revisions.def.element,
    description: 'What one run posted for the month: revision 0 the whole, later ones the difference.',
  },
  {
    id: 'MonthPayout',
    schema: explained.payout.def.innerType,
    description: "What the run that paid this month did with the household's amount.",
  },
  {
    id: 'ReceiptRow',
    schema: listUnmatchedReceipts.result.shape.receipts.def.element,
    description: 'A receipt without its customer.',
  },
  { id: 'RunView', schema: runView, description: 'A payout run as staff see it: no household, no name.' },
  {
    id: 'RunTotals',
    schema: runTotalsSchema,
    description:
      'The sums of a run over all households of the co-op. toShareCents + toAccountCents + unpaidCents = payableCents = amountCents + lateAmountCents + openingUnpaidCents.',
  },
  {
    id: 'RunDifference',
    schema: runView.shape.differences.def.element,
    description: 'The totals of another run, to be compared with.',
  },
  { id: 'Signature', schema: runView.shape.opened, description: 'Who did something with a run, and when.' },
  { id: 'RunSignature', schema: bodyOf(submitRun), description: 'What a person signs with.' },
  { id: 'AccessPurpose', schema: why.purpose, description: 'Why you look or change; kept with the access event.' },
  {
    id: 'FreeText',
    schema: freeTextSchema,
    description: 'Why, 3 to 200 characters in one line. Write no names or numbers of people.',
  },
  {
    id: 'Source',
    schema: sourceSchema,
    description: 'Where a value comes from: a closed list; an agreement with its date and version.',
  },
  { id: 'StaffId', schema: staffIdSchema, description: "What tokens call a staff member: the user pool's id." },
  { id: 'StaffEntry', schema: staffEntrySchema, description: 'What the staff directory says of a person.' },
  {
    id: 'AnnualReturn',
    schema: returnView,
    description: 'An annual return as staff see it: no payee, no name of one.',
  },
  {
    id: 'ReturnTotals',
    schema: returnTotalsSchema,
    description: 'The sums of an annual return; those who are reported by hand are counted among all.',
  },
  {
    id: 'Disclosure',
    schema: disclosureView,
    description: 'What was given to whom, by which rule. It names nobody whom it concerns.',
  },
  {
    id: 'AccessEvent',
    schema: accessEventView,
    description: 'One look at or change of a person, as the access log has it.',
  },
  { id: 'StaffView', schema: staffView, description: 'An entry of the staff directory.' },
  {
    id: 'DirectoryChange',
    schema: showStaffMember.result.shape.changes.def.element,
    description: 'Who entered a version, when and why.',
  },
  { id: 'CompanyId', schema: companyIdSchema, description: 'A company of the directory; a retailer is one.' },
  { id: 'Company', schema: companySchema, description: 'A company of the dated directory, through both days.' },
  { id: 'CompanyView', schema: companyView, description: 'A company of the dated directory, with its version.' },
  { id: 'OutletView', schema: outletView, description: 'An outlet of the directory, through both days.' },
  { id: 'PaperDocumentView', schema: paperDocumentView, description: 'What lies on paper at a co-op, and where.' },
  { id: 'TillClientView', schema: tillClientView, description: "A retailer's till client." },
  {
    id: 'CustomerValues',
    schema: customerValuesSchema,
    description: 'Values of a customer, each by the field catalogue; which there must be is said by the kind.',
  },
  {
    id: 'ShownValues',
    schema: shownValuesSchema,
    description:
      'Values of a customer as they are shown: in full, by a mask, or hidden; each with its source and its time.',
  },
  { id: 'PostalAddress', schema: postalAddressSchema, description: 'A postal address.' },
  {
    id: 'ServiceCode',
    schema: serviceCodeSchema,
    description: 'A service that the register has, a setting of the stage.',
  },
  {
    id: 'HouseholdView',
    schema: householdView,
    description: 'A household: its head and persons by date, invitations, and changes of co-op. Persons by number.',
  },
  {
    id: 'CardView',
    schema: cardView,
    description: 'A card with its type, validity, status of today, and the households to which purchases went and go.',
  },
  {
    id: 'EndToEndId',
    schema: endToEndIdSchema,
    description:
      'The id of a payment, which the bank answers with. It names who is paid: personal data, keep it out of logs.',
  },
  { id: 'BonusWriteOffView', schema: bonusWriteOffView, description: 'Barred Bonus that is written off.' },
  { id: 'PaymentView', schema: paymentView, description: 'A payment as it stands. Personal data.' },
  {
    id: 'PaymentEvidenceView',
    schema: paymentEvidenceView,
    description: 'What the bank has said of a payment, or what a person has found out.',
  },
  {
    id: 'InterestView',
    schema: interestView,
    description: "A year's interest before tax, and what was withheld of it.",
  },
  {
    id: 'WithholdingView',
    schema: withholdingSchema,
    description: 'What was withheld from a payment, and how it came about.',
  },
  { id: 'MembershipView', schema: membershipView, description: 'A membership as it stands. Personal data.' },
  {
    id: 'MembershipAct',
    schema: membershipActSchema,
    description: 'What is done with a membership, on which day, and what that kind needs to be told.',
  },
  { id: 'ShareEntry', schema: shareEntryView, description: "An entry of a share's append-only ledger." },
  { id: 'MembershipChange', schema: membershipChangeView, description: 'What staff did with a membership.' },
  {
    id: 'ShareSourceId',
    schema: shareSourceIdSchema,
    description: 'What an entry of a share comes from, unique within the shares of a customer in a co-op.',
  },
  {
    id: 'MemberRegisterRow',
    schema: registerRowSchema,
    description: 'A line of the member register; which fields it has is a matter of who asks.',
  },
  { id: 'ServicesView', schema: servicesView, description: "A customer's services, blocks and numbers at partners." },
  { id: 'RightView', schema: rightView, description: 'A right that is set with dates.' },
  { id: 'CodeView', schema: codeView, description: "What may be known of a customer's code: never the code." },
  { id: 'TaxCardsView', schema: taxCardsView, description: "A customer's tax cards with their days." },
  {
    id: 'BonusTable',
    schema: bonusTableSchema,
    description: "A co-op's Bonus table from a month on, until the next begins.",
  },
  { id: 'HouseholdBalance', schema: balanceView, description: 'What is open between a household and a co-op.' },
  { id: 'CoopSettings', schema: coopSettings, description: 'What the rules of a co-op say that runs go by.' },
  { id: 'CoopSettingsView', schema: coopSettingsView, description: 'The settings of a co-op with their versions.' },
  {
    id: 'CoopSettingsChange',
    schema: coopSettingsView.shape.changes.def.element,
    description: 'Who changed the settings, when and why.',
  },
  { id: 'BonusTableView', schema: bonusTableView, description: 'A Bonus table with its version.' },
  { id: 'TableProposalView', schema: tableProposalView, description: 'A Bonus table that was proposed.' },
  { id: 'BankFileCounts', schema: bankFileCounts, description: 'What became of the answers of a file of the bank.' },
  { id: 'BankFileView', schema: bankFileView, description: 'A file of the bank, as it was taken in.' },
  {
    id: 'BankCaseView',
    schema: bankCaseView,
    description: 'Something that the bank said and that a person has to look at.',
  },
  {
    id: 'RefundDecisionView',
    schema: refundDecisionView,
    description: 'A decision on what part of shares is refunded.',
  },
  { id: 'RefundTerms', schema: refundTermsSchema, description: 'What a decision on refunds says.' },
  { id: 'DecisionView', schema: decisionView, description: 'A decision on interest or a surplus refund of a year.' },
  {
    id: 'DecisionTerms',
    schema: decisionTermsSchema,
    description: 'What was decided, as the minutes say it. A board decides within what it was authorised to (R37).',
  },
  {
    id: 'CustomerCode',
    schema: customerCodeSchema,
    description: 'The four digits that the customer chose. Never stored, logged or answered.',
  },
  {
    id: 'Problem',
    schema: problemSchema,
    description: `RFC 9457 problem details. Each code has a page: ${links.errors}`,
  },
  { id: 'FieldIssue', schema: problem.errors.def.innerType.def.element, description: 'What is wrong with one field.' },
];

function bodyOf<B extends Schema>({ name, body }: Pick<Endpoint<Schema, Schema, B, Schema>, 'name' | 'body'>): B {
  if (body === undefined) throw new Error(`${name} has no body`);
  return body;
}
