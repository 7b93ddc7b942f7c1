import * as z from 'zod/mini';
import { type ErrorCode, errorCodes, issueCodes } from '../domain/errors.ts';

/** One fault of a request: where (RFC 6901), which, and what to do. */
export const fieldIssueSchema = z.strictObject({ pointer: z.string(), code: z.enum(issueCodes), message: z.string() });

/** Where people read what an error means; a problem's `type` is the section of its code there. */
export const errorsPage = 'https://github.com/omistaja/omistaja/blob/main/docs/errors.md';
export const problemType = (code: ErrorCode): string => `${errorsPage}#${code.toLowerCase()}`;

/** RFC 9457 problem details with a code, JSON pointers and the request's id. */
export const problemSchema = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(errorCodes),
  detail: z.string(),
  requestId: z.string(),
  errors: z.optional(z.array(fieldIssueSchema)),
});
export type Problem = z.infer<typeof problemSchema>;

/** Every error code: its HTTP status, its title, and what the caller should do. The page of each code is made from this. */
export const problems: Record<ErrorCode, { status: number; title: string; advice: string; retry: boolean }> = {
  invalidJson: {
    status: 400,
    title: 'The body is not JSON',
    advice: 'Send UTF-8 encoded JSON with the content type application/json.',
    retry: false,
  },
  invalidRequest: {
    status: 400,
    title: 'The request has faulty fields',
    advice: 'Mend the fields that `errors` points at.',
    retry: false,
  },
  bodyTooLarge: {
    status: 413,
    title: 'The body is too large',
    advice: 'Send at most 900,000 bytes; split a batch into smaller ones.',
    retry: false,
  },
  tooManyReceipts: {
    status: 400,
    title: 'More than 100 receipts in one request',
    advice: 'Split the batch into requests of at most 100 receipts.',
    retry: false,
  },
  noValidReceipt: {
    status: 400,
    title: 'No receipt of the request could be taken',
    advice: 'Mend the fields that `errors` points at; nothing of the request was stored.',
    retry: false,
  },
  clientNotActive: {
    status: 403,
    title: 'The till client is not registered or not active',
    advice: 'Ask the co-op to register the client or to activate it again.',
    retry: false,
  },
  staffNotActive: {
    status: 403,
    title: 'The user is not in the staff directory or not active',
    advice: 'Ask an administrator of the register.',
    retry: false,
  },
  staffMandateEnded: {
    status: 403,
    title: "The user's mandate is not in force",
    advice: 'Ask an administrator of the register to enter a mandate that is in force today.',
    retry: false,
  },
  confidentialityMissing: {
    status: 403,
    title: 'The user has signed no confidentiality agreement',
    advice: 'Sign the agreement and have an administrator enter its date and version.',
    retry: false,
  },
  employerNotValid: {
    status: 403,
    title: "The user's employer is not in the directory today",
    advice: 'Ask an administrator to enter the employer, or the employer that is the right one now.',
    retry: false,
  },
  accessTokenRequired: {
    status: 401,
    title: 'The token is not an access token',
    advice: 'Send the access token, not the ID token.',
    retry: false,
  },
  permissionMissing: {
    status: 403,
    title: 'The user lacks the permission',
    advice: 'Ask an administrator for the permission that `detail` names.',
    retry: false,
  },
  coopNotAllowed: {
    status: 403,
    title: 'The user is not allowed for this co-op',
    advice: 'Ask an administrator of the co-op.',
    retry: false,
  },
  unknownOutlet: {
    status: 404,
    title: 'No such outlet',
    advice: 'Check the outlet id, and that the outlet is valid on that day.',
    retry: false,
  },
  outletOfAnotherRetailer: {
    status: 403,
    title: 'The outlet belongs to another retailer',
    advice: 'Send receipts of your own outlets with your own client.',
    retry: false,
  },
  unknownReceipt: {
    status: 404,
    title: 'The register does not know this receipt',
    advice: 'If it was sent a moment ago it may still be queued: ask again. Otherwise send it again; it is kept once.',
    retry: true,
  },
  unknownIdentifier: {
    status: 404,
    title: 'No household for this identifier',
    advice: 'The card or number is not registered; purchases with it are kept until it is.',
    retry: false,
  },
  unknownHousehold: {
    status: 404,
    title: 'No such household or nothing in that month',
    advice: 'Check the household and the month.',
    retry: false,
  },
  unknownCustomer: {
    status: 404,
    title: 'No such customer',
    advice: 'Check the customer number, and that the customer belongs to a co-op of yours.',
    retry: false,
  },
  unknownCard: {
    status: 404,
    title: 'No such card',
    advice: 'Check the card number, and that its holder belongs to a co-op of yours.',
    retry: false,
  },
  unknownCoop: { status: 404, title: 'No such co-op', advice: 'Check the id of the co-op.', retry: false },
  unknownRun: {
    status: 404,
    title: 'No such run',
    advice: 'List the runs of the co-op to see which there are.',
    retry: false,
  },
  unknownRoute: { status: 404, title: 'No such endpoint', advice: 'Check method and path.', retry: false },
  monthNotEnded: {
    status: 409,
    title: 'The month has not ended',
    advice: 'Start the run after the end of the month in Finland, or as a dry run.',
    retry: false,
  },
  monthTooOld: {
    status: 409,
    title: 'The month is older than its receipts',
    advice: 'Receipts live two years; a month can be calculated while all of them do.',
    retry: false,
  },
  runOutOfOrder: {
    status: 409,
    title: 'Another run must come first',
    advice: 'Runs of a kind are paid one after the other: do first what `detail` says.',
    retry: false,
  },
  runNotInState: {
    status: 409,
    title: 'The run is in another state',
    advice: 'Look at the run: `detail` says where it is and from where this is possible.',
    retry: false,
  },
  paymentNotInState: {
    status: 409,
    title: 'The payment is not in a state for this',
    advice: 'Look at the payment; its state and its evidence say what is possible now.',
    retry: false,
  },
  handSettlementDiffers: {
    status: 409,
    title: 'What was settled by hand does not fit the payment',
    advice: 'What was paid and the tax at source must be the whole payment, to the cent: `detail` says what differs.',
    retry: false,
  },
  accountNotBlocked: {
    status: 409,
    title: 'The account is not blocked',
    advice: 'Look at the accounts of the customer: one that is not blocked needs no confirmation.',
    retry: false,
  },
  unknownBankFile: {
    status: 404,
    title: 'There is no such file of the bank',
    advice: 'Check the id and the co-op; a file that was dropped is taken in within a minute.',
    retry: false,
  },
  unknownBankCase: {
    status: 404,
    title: 'There is no such case',
    advice: 'Check the id and the co-op; list the open cases.',
    retry: false,
  },
  bankCaseNotOpen: {
    status: 409,
    title: 'The case does not allow this',
    advice: 'Look at the case; what is left of its money and what was done with it say what is possible now.',
    retry: false,
  },
  unknownPayment: {
    status: 404,
    title: 'There is no such payment',
    advice: 'Check the EndToEndId and the co-op; a run writes its payments after its release.',
    retry: false,
  },
  runHashDiffers: {
    status: 409,
    title: 'The run is not the one that was shown',
    advice: 'Look at the run again and sign its present hash.',
    retry: false,
  },
  runStale: {
    status: 409,
    title: 'What the run rests on has changed',
    advice:
      'Cancel or reject the run with this as its reason, and start it again: it is then calculated by what holds now.',
    retry: false,
  },
  secondPersonRequired: {
    status: 403,
    title: 'A second person is required',
    advice: 'Have another person approve what you submitted.',
    retry: false,
  },
  noBonusTable: {
    status: 409,
    title: 'The co-op has no Bonus table for the month',
    advice: 'Enter a table that is valid in the month.',
    retry: false,
  },
  unknownReturn: {
    status: 404,
    title: 'No such annual return',
    advice: 'Check the co-op, the year and the number; `listReturns` has them.',
    retry: false,
  },
  returnYearNotEnded: {
    status: 409,
    title: 'The year has not ended',
    advice: 'Open the return when the year is over.',
    retry: false,
  },
  nothingToReport: {
    status: 409,
    title: 'Nothing was paid that is reported',
    advice: 'Check that the runs of the year are released.',
    retry: false,
  },
  payerNotIdentified: {
    status: 409,
    title: 'The co-op has no business id',
    advice: "Enter the business id of the co-op's company in the directory.",
    retry: false,
  },
  returnNotInState: {
    status: 409,
    title: 'The return is in another state',
    advice: 'Look at the return again: its state says what is possible.',
    retry: false,
  },
  returnHashDiffers: {
    status: 409,
    title: 'The return is not the one that was shown',
    advice: 'Look at the return again and sign its present hash.',
    retry: false,
  },
  returnRunsChanged: {
    status: 409,
    title: 'The runs of the year have changed',
    advice: 'Discard the return and open it again.',
    retry: false,
  },
  returnMapNotVerified: {
    status: 409,
    title: 'The field codes are not verified',
    advice: 'Write the test file or the CSV; have the codes verified before a production file.',
    retry: false,
  },
  unknownEntry: {
    status: 404,
    title: 'No such entry in the directory',
    advice: 'Check the id, and that the entry belongs to a co-op of yours.',
    retry: false,
  },
  ownEntry: {
    status: 403,
    title: 'Nobody changes their own entry',
    advice: 'Have another administrator make the change.',
    retry: false,
  },
  companyNotValid: {
    status: 409,
    title: 'The company is not in the directory on that day',
    advice: 'Enter the company first, or choose a day on which it is valid.',
    retry: false,
  },
  unknownTableProposal: {
    status: 404,
    title: 'There is no such proposal of a Bonus table',
    advice: 'List the Bonus tables of the co-op with what was proposed.',
    retry: false,
  },
  tableProposalNotInState: {
    status: 409,
    title: 'The proposal has been decided on',
    advice: 'List the Bonus tables; propose the table anew if it is still wanted.',
    retry: false,
  },
  unknownDecision: {
    status: 404,
    title: 'There is no such decision',
    advice: 'List the decisions of the co-op, or record this one.',
    retry: false,
  },
  decisionNotInState: {
    status: 409,
    title: 'The decision is not in a state for this',
    advice: 'Show the decision; `detail` says what is in the way.',
    retry: false,
  },
  decisionNotApproved: {
    status: 409,
    title: 'No approved decision says that this is to be paid',
    advice: 'Record what the meeting or the board has decided and have another person approve it; then start the run.',
    retry: false,
  },
  decisionExceeded: {
    status: 409,
    title: 'The run comes to more than its decision allows',
    advice:
      'Compare the total of the run with the most that the decision allows; correct the one that is wrong, cancel the run and start it again.',
    retry: false,
  },
  taxCardConflict: {
    status: 409,
    title: 'The tax card does not follow from how the cards stand',
    advice: 'Show the tax cards of the customer and choose another day, or end the card that is in force first.',
    retry: false,
  },
  serviceStateConflict: {
    status: 409,
    title: 'The service, right or number is not in a state for this',
    advice: 'Show the services of the customer and choose another day or action; `detail` says what is in the way.',
    retry: false,
  },
  householdStateConflict: {
    status: 409,
    title: 'The household is not as this change needs it',
    advice: 'Read `detail`; show the household and choose a change that fits.',
    retry: false,
  },
  cardStateConflict: {
    status: 409,
    title: 'The card is not as this change needs it',
    advice: 'Read `detail`; show the card and choose a change that fits.',
    retry: false,
  },
  unknownMembership: {
    status: 404,
    title: 'There is no such membership',
    advice: 'Show the customer: each membership stands there with its co-op and member number.',
    retry: false,
  },
  unknownShareEntry: {
    status: 404,
    title: 'There is no such entry in the share ledger',
    advice:
      'Show the share ledger and name an entry of it; corrections themselves are not corrected, but the entry again.',
    retry: false,
  },
  membershipNotInState: {
    status: 409,
    title: 'The membership does not allow this now',
    advice: 'Look at the status of the membership; `detail` says what is in the way.',
    retry: false,
  },
  membershipDateNotAllowed: {
    status: 409,
    title: 'The day is not possible for this',
    advice: 'Look at the days of the membership and send another; `detail` says which rule or day is in the way.',
    retry: false,
  },
  shareAmountNotAllowed: {
    status: 409,
    title: 'The amount is not possible for this share',
    advice: 'Look at what is paid and missing and send another amount; `detail` says which rule is in the way.',
    retry: false,
  },
  applicantNotEligible: {
    status: 409,
    title: 'The applicant cannot become a member',
    advice: '`detail` says why; correct the customer first if what the register has is wrong.',
    retry: false,
  },
  alreadyMember: {
    status: 409,
    title: 'There is a membership or an application already',
    advice: 'Show the customer and go on with what is there.',
    retry: false,
  },
  staleVersion: {
    status: 409,
    title: 'Somebody changed it meanwhile',
    advice: 'Look at it again and repeat the change with the version that you see then; nothing was changed.',
    retry: false,
  },
  idempotencyKeyReused: {
    status: 409,
    title: 'The idempotency key was used for something else',
    advice: 'Choose a new idempotencyKey for each new thing; repeat a key only with the same body.',
    retry: false,
  },
  customerMerged: {
    status: 409,
    title: 'The customer was merged into another',
    advice: 'Show the customer to see into which, and act there; or undo the merge first.',
    retry: false,
  },
  alreadyRegistered: {
    status: 409,
    title: 'There is such a one already',
    advice: 'Search for it; `detail` says what is the same. If it is a duplicate, merge the two.',
    retry: false,
  },
  customerInUse: {
    status: 409,
    title: 'The duplicate is still in use',
    advice: 'End or move its memberships, household, cards and services first; `detail` says which there are.',
    retry: false,
  },
  mergeIntoItself: {
    status: 409,
    title: 'A customer cannot be merged into itself',
    advice: 'Name the duplicate and another customer that it is the same as.',
    retry: false,
  },
  differentPeople: {
    status: 409,
    title: 'The two are different people',
    advice: 'Merge only what is one person entered twice. If an identity code is wrong, correct it first.',
    retry: false,
  },
  notMerged: {
    status: 409,
    title: 'There is no such merge',
    advice: 'Show the customer to see whether and into which it was merged.',
    retry: false,
  },
  busy: {
    status: 503,
    title: 'The register is busy',
    advice: 'Send the same request again after a moment; nothing is counted twice.',
    retry: true,
  },
  internal: {
    status: 500,
    title: 'A fault of ours',
    advice: 'Send the same request again; if it stays, give us the request id.',
    retry: true,
  },
};
