import { receiptLimits } from '../../contract/receipts.ts';
import type { ErrorCode, IssueCode } from '../../domain/errors.ts';

/** What has happened when a code is answered: the cause, where contract/problem.ts has title and advice. */
export const errorMeanings: Readonly<Record<ErrorCode, string>> = {
  invalidJson: 'The body is empty, cut off, not UTF-8, or not JSON at all.',
  invalidRequest:
    'A part of the path, a query parameter or a field of the body is missing, unknown, of another type or outside its limits. ' +
    '`errors` names them (of a body the first 20), each with a [field code](#field-codes).',
  bodyTooLarge: `The body has more than ${receiptLimits.bodyBytes.toLocaleString('en-US')} bytes.`,
  tooManyReceipts: `The list \`receipts\` has more than ${receiptLimits.receipts} entries. Nothing of the request was stored.`,
  noValidReceipt:
    'Every receipt of the request was faulty. `errors` holds the faults of all of them, each with a [field code](#field-codes). ' +
    'If at least one receipt is valid, the answer is 202 and the faulty ones stand in `rejected`.',
  clientNotActive: 'The token is good, but its client is not in the register, or it has been switched off.',
  staffNotActive: 'The token is good, but the person is not in the staff directory, or their access has ended.',
  staffMandateEnded:
    "The person is in the staff directory, but today is before the mandate's first day or after its last.",
  confidentialityMissing: 'The staff directory does not say when the person signed which confidentiality agreement.',
  employerNotValid: "The company that employs the person is not in the directory, or not on today's date.",
  accessTokenRequired: "The token is good, but it is not an access token: most likely the sign-in's ID token.",
  permissionMissing: 'The person may use the register, but not for this. Each operation names its permission.',
  coopNotAllowed:
    'The person has the permission, but not for the co-op of the request, or of the household or run that it names.',
  unknownOutlet: 'The register has no outlet with this id.',
  outletOfAnotherRetailer: "The outlet exists, but the client's retailer does not run it.",
  unknownReceipt: 'No receipt is recorded under this outlet, business day, terminal and receipt id.',
  unknownIdentifier: 'The card or number belongs to no household now.',
  unknownHousehold: 'The register has no such household, or nothing of it in the month that was asked for.',
  unknownCustomer:
    'The register has no customer with this number, or none whose co-op is one of yours: the answer is the same, so that it tells nothing of others.',
  unknownCard: 'The register has no card with this number, or its holder belongs to no co-op of yours.',
  unknownCoop: 'The register has no co-op with this id.',
  unknownRun: 'The co-op has no run of this kind, month and attempt.',
  unknownRoute: 'The request reached a function that does not serve this method and path.',
  monthNotEnded:
    'A month is paid when it is over; until midnight after its last day in Finland receipts still come in.',
  monthTooOld:
    'Receipts are kept for two years. Some of those of this month may be gone, so it can no longer be calculated.',
  runOutOfOrder:
    'Runs of a kind are paid one after the other, since each begins with what the one before has left; another one is not finished, or months are missing.',
  runNotInState:
    'What was asked for is not possible in the state of the run: it has been done already, or is too early, or too late.',
  paymentNotInState:
    'What was asked for is not possible in the state of the payment: the bank has paid it, or it is closed, or its state is unknown.',
  handSettlementDiffers:
    'The parts of a settlement by hand are not the whole payment, or tax at source is told of money that is not held for a non-resident, or the day is still to come.',
  accountNotBlocked:
    'The customer has no account from that day that a payment came back from, or it is confirmed already.',
  unknownBankFile: 'The co-op has no file of the bank under this id.',
  unknownBankCase: 'The co-op has no case under this id.',
  bankCaseNotOpen:
    'The case is closed, or less of its money is left than was to be assigned, or it is not about money that came in.',
  unknownPayment: 'The co-op has no payment under this EndToEndId, or the run that it is of has not written it yet.',
  runHashDiffers:
    'The run has been calculated again since it was shown, so its figures may be others than those to be signed.',
  runStale:
    'Something that the amounts or the payment files rest on (a table, a decision, a rate, the account that pays) was changed after the run was calculated; the detail names it.',
  secondPersonRequired: 'The person who submitted the run, or recorded the decision, tried to approve it.',
  noBonusTable: 'No Bonus table of the co-op is in force in the month.',
  unknownReturn:
    'The co-op has no return of this year and number, or none of its returns of the year has this customer.',
  returnYearNotEnded:
    'What can be drawn until midnight after 31 December in Finland belongs to the year, so its return cannot be made before.',
  nothingToReport:
    'No released run of the co-op paid surplus that could be drawn in the year, and none was reported before.',
  payerNotIdentified:
    "The payer stands in a return by business id, and the directory's company under the co-op's id has none, or is no co-op.",
  returnNotInState:
    'The act is not possible from the state that the return is in. A delivered return is corrected by the next one of the year.',
  returnHashDiffers: 'The hash is not that of the return, so the figures may be others than those to be signed.',
  returnRunsChanged:
    'A run whose payouts belong to the year was released after the return was built, so the return would lack them.',
  returnMapNotVerified:
    "The tax authority's field codes for the record of co-op surplus were not found in any public source. Nobody has confirmed the map that is in use, and a file with wrong codes would be a wrong return.",
  unknownEntry:
    'The directory has nobody and nothing under this id, or it belongs to a co-op that is not one of yours.',
  ownEntry: 'An administrator tried to change their own entry in the staff directory.',
  companyNotValid: 'What is to belong to a company would begin on a day on which the directory does not have it.',
  unknownTableProposal: 'The co-op has no proposal of a Bonus table with this number.',
  tableProposalNotInState: 'The proposal was approved or withdrawn before.',
  unknownDecision: 'The co-op has no decision of this kind on this year.',
  decisionNotInState:
    'What was asked for does not follow from the state of the decision, or money has been paid by it already.',
  decisionNotApproved: 'A run that rests on a decision was started while none, or none that was approved, was there.',
  decisionExceeded: 'The sum of the run is greater than what the decision allows to be paid in all.',
  taxCardConflict: 'A card is in force on some of the days already, or none is on the day on which it is to end.',
  serviceStateConflict:
    'What was asked for does not follow from how the service, the right or the number stands on that day.',
  householdStateConflict:
    'What was asked for does not follow from who is in the household, who is invited, or how its head stands.',
  cardStateConflict: 'The step is not one that can follow the status of the card, or its link cannot begin then.',
  unknownMembership: 'The customer has no membership with this number in this co-op.',
  unknownShareEntry:
    'A correction names an entry that the share of this membership does not have, or another correction.',
  membershipNotInState: 'The step is not one that can follow the present status of the membership.',
  membershipDateNotAllowed:
    'The day lies in the future, before what it must follow, or before the day from which the law or the rules of the co-op allow it.',
  shareAmountNotAllowed:
    'The amount is smaller than a part payment may be, larger than what is missing, or would turn a balance or an entry over.',
  applicantNotEligible: 'The applicant is too young, of unknown age, or no longer alive.',
  alreadyMember:
    'The customer has applied to this co-op already or is a member of it; there is one membership at a time.',
  staleVersion:
    'The `version` of the request is not the present one: somebody changed the thing after it was shown. Nothing is overwritten.',
  idempotencyKeyReused:
    'Something was made under this `idempotencyKey` already, and it differs from what this request would make.',
  customerMerged: 'The number is that of a duplicate that lives on in another customer.',
  alreadyRegistered: 'A value that only one may have, such as a personal identity code, belongs to another already.',
  customerInUse:
    'The duplicate has an open membership, household, card or service, which a merge would leave without its person.',
  mergeIntoItself: 'Both numbers of the merge are the same.',
  differentPeople:
    'Both have an identity code, and no two people share one; or one is a person and the other a company.',
  notMerged: 'The first customer was not merged into the second, or that was undone before.',
  busy: 'Something that the register rests on took no more requests at this moment.',
  internal: 'Something failed that no request should make fail. It is logged under the request id.',
};

/** A field code in a sentence: what is wrong, and what to send. */
export const issueTexts: Readonly<Record<IssueCode, string>> = {
  required: 'The field is missing; send it.',
  wrongType: 'The value is of another JSON type than the field, such as text in place of a number.',
  unknownField: 'The object has no such field: leave it out, or mend its spelling.',
  notWholeNumber: 'The number has decimals; send whole cents, millilitres or counts.',
  outOfRange: 'The number, text or list is smaller or larger than allowed.',
  badFormat:
    'The text does not have the format of the field: ids, dates (`yyyy-mm-dd`), months (`yyyy-mm`), times (RFC 3339 with offset).',
  badCheckDigit: 'The last digit of the card number is not the Luhn check digit of the others: read the card again.',
  notOneOf: 'The value is not one of those allowed, or the object has none of the allowed forms.',
  baseOutsideTotal: 'A part of the receipt is larger than the whole that it is a part of, or has the other sign.',
  purchaseInFuture: "The purchase lies in the future: set the till's clock.",
  purchaseTooOld: 'The purchase is older than the register takes; have it entered by the co-op.',
  businessDayTooFar: 'The business day is neither the date of the purchase in Finland nor a day beside it.',
  unknownOutlet: 'The register has no such outlet on the day of the purchase.',
  outletOfAnotherRetailer: "The outlet is not one of the client's retailer.",
  companyNotValid: 'The company that runs the outlet was not in the directory on the day of the purchase.',
  duplicateInBatch: 'A receipt with the same identity stands earlier in the request; that one was taken.',
};
