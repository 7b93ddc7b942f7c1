import { chainPartition, minutePartition, sequenceText } from '../../domain/audit-chain.ts';
import type { Month } from '../../domain/calendar.ts';
import type { Identifier } from '../../domain/identifiers.ts';
import type { ReceiptIdentity } from '../../domain/receipt.ts';
import type { RunKind } from '../../domain/run.ts';
import type { Period } from '../../domain/run-period.ts';

/**
 * The one place for the shapes of keys and the names of indexes. Free of the SDK: the CDK app imports it as well.
 *
 * Receipts are millions, and two years of storage cost more than the write, so their key values and attribute names are
 * short on disk; `items.ts` gives them whole names again. Everything else is stored under whole names.
 */
export const registerTable = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Epoch seconds; on receipts and conflicts only. */
  expiry: 'e',
  /** A household's month of receipts, or an identifier's unmatched ones; carries just what a calculation needs. */
  byHousehold: {
    name: 'byHousehold',
    partitionKey: 'h',
    sortKey: 't',
    carries: ['m', 'b', 'p', 'f', 'v', 'x', 'a', 'c'],
  },
  /** Listings: households of a co-op's shard, outlets, co-ops, a month's unmatched receipts. */
  byListing: {
    name: 'byListing',
    partitionKey: 'l',
    sortKey: 'k',
    carries: ['headCustomerNumber', 'memberKind', 'endedOn', 'mergedInto', 'paysLastHead', 'i', 't', 'm'],
  },
  /** A co-op's member register in alphabetical order (R49); carries just what a listing shows. */
  byMember: {
    name: 'byMember',
    partitionKey: 'r',
    sortKey: 'n',
    carries: ['customerNumber', 'memberNumber', 'memberName', 'from', 'until'],
  },
} as const;
export type RegisterIndex = Extract<keyof typeof registerTable, `by${string}`>;

/**
 * Access events: append-only, so in a table of their own (docs/decisions.md). They lie by minute, because the log is sealed minute by
 * minute and only the table itself can be read strongly. A partition takes 1,000 write units a second, so 500 events in
 * transactions: a hundred households of four persons shown each second. Staff look at a few.
 */
export const accessTable = {
  partitionKey: 'pk',
  sortKey: 'sk',
  expiry: 'expiresAt',
  byPerson: { name: 'byPerson', partitionKey: 'person', sortKey: 'sk' },
  byStaff: { name: 'byStaff', partitionKey: 'staffId', sortKey: 'sk' },
} as const;

export type Key = { pk: string; sk: string };

/** Joins the parts of a key. A part that holds the separator would let one key be read as another: it is refused. */
export function joined(...parts: readonly (string | number)[]): string {
  for (const part of parts) {
    if (String(part).includes('#') || part === '')
      throw new RangeError('a part of a key is empty or holds its separator #');
  }
  return parts.join('#');
}

/** The access events of one minute (UTC), of an instant in RFC 3339. */
export const accessMinutePartition = (at: string): string => minutePartition(at.slice(0, 16));
/** The link of a sealed block; the newest is the head. */
export const chainLinkKey = (sequence: number): Key => ({ pk: chainPartition, sk: sequenceText(sequence) });
/** Whom access events concern, the partition of `byPerson`. */
export const accessSubject = (kind: string, id: string): string => `${kind}/${id.replaceAll('#', '/')}`;

const compactDay = (day: string): string => day.replaceAll('-', '');
const compactMonth = (month: Month): string => month.replace('-', '');
const padded = (value: number, width: number): string => String(value).padStart(width, '0');

/** Receipts of one outlet's business day; strongly consistent, the second road of the control sums. */
export const outletDayPartition = (outletId: string, businessDay: string): string =>
  joined('R', outletId, compactDay(businessDay));

export const receiptKey = (identity: ReceiptIdentity): Key => ({
  pk: outletDayPartition(identity.outletId, identity.businessDay),
  sk: joined(identity.terminalId, identity.receiptId),
});

/** The identity in a receipt's key; the inverse of {@link receiptKey}. */
export function identityOfKey(key: Key): ReceiptIdentity {
  const [, outletId = '', day = ''] = key.pk.split('#');
  const [terminalId = '', receiptId = ''] = key.sk.split('#');
  return { outletId, businessDay: `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`, terminalId, receiptId };
}

export const conflictPartition = (outletId: string, businessDay: string): string =>
  joined('CONFLICT', outletId, businessDay);

export const conflictKey = (identity: ReceiptIdentity, contentHashHex: string): Key => ({
  pk: conflictPartition(identity.outletId, identity.businessDay),
  sk: joined(identity.terminalId, identity.receiptId, contentHashHex),
});

/** Index `byHousehold`: a household's receipts of a month. */
export const householdMonthPartition = (householdId: string, month: Month): string =>
  joined(householdId, compactMonth(month));

/** The inverse of {@link householdMonthPartition}. */
export function householdMonthOfPartition(partition: string): { householdId: string; month: Month } {
  const [householdId = '', month = ''] = partition.split('#');
  return { householdId, month: `${month.slice(0, 4)}-${month.slice(4)}` };
}

const identifierLetters = { card: 'c', customerNumber: 'n', memberNumber: 'm' } as const;

/** An identifier in a receipt: its kind as a letter, then its digits. */
export const identifierText = (identifier: Identifier): string =>
  `${identifierLetters[identifier.kind]}${identifier.value}`;

export function identifierOfText(text: string): Identifier {
  const kinds = { c: 'card', n: 'customerNumber', m: 'memberNumber' } as const;
  const letter = text.charAt(0);
  if (letter !== 'c' && letter !== 'n' && letter !== 'm') throw new RangeError('not an identifier as stored');
  return { kind: kinds[letter], value: text.slice(1) };
}

/** Index `byHousehold`: the receipts that wait for their identifier. Its second part begins with a letter, a month's with a digit. */
export const unmatchedPartition = (identifier: Identifier): string => joined('U', identifierText(identifier));

/** Index `byListing`: the unmatched receipts of a month. */
export const unmatchedListing = (month: Month): string => joined('UNMATCHED', month);

/** The item that says to which household an identifier's purchases go. */
export const identifierKey = (identifier: Identifier): Key =>
  identifier.kind === 'card'
    ? { pk: joined('CARD', identifier.value), sk: 'CARD' }
    : { pk: joined('LOOKUP', identifier.kind, identifier.value), sk: 'LOOKUP' };

export const coopKey = (coopId: string): Key => ({ pk: joined('COOP', coopId), sk: 'COOP' });
export const coopListing = 'COOPS';
export const bonusTableKey = (coopId: string, validFrom: Month): Key => ({
  pk: joined('COOP', coopId),
  sk: joined('BONUSTABLE', validFrom),
});
export const bonusTablePrefix = 'BONUSTABLE#';
/** A version of a table that was replaced, as it was. */
export const bonusTableVersionKey = (coopId: string, validFrom: Month, version: number): Key => ({
  pk: joined('COOP', coopId),
  sk: joined('BONUSTABLEVERSION', validFrom, padded(version, 4)),
});
export const bonusTableVersionPrefix = (validFrom?: Month): string =>
  `BONUSTABLEVERSION#${validFrom === undefined ? '' : `${validFrom}#`}`;
/** A table that somebody has proposed: decided on by another person, and kept. */
export const tableProposalKey = (coopId: string, number: number): Key => ({
  pk: joined('COOP', coopId),
  sk: joined('TABLEPROPOSAL', padded(number, 4)),
});
export const tableProposalPrefix = 'TABLEPROPOSAL#';
/** A paid month that must be calculated again for all households of the co-op. */
export const recomputeMarkKey = (coopId: string, month: Month): Key => ({
  pk: joined('COOP', coopId),
  sk: joined('RECOMPUTE', month),
});
export const recomputeMarkPrefix = 'RECOMPUTE#';
export const decisionKey = (coopId: string, kind: string, year: string): Key => ({
  pk: joined('COOP', coopId),
  sk: joined('DECISION', kind, year),
});
export const decisionPrefix = 'DECISION#';
/** Each version of it as it was entered. */
export const decisionVersionKey = (coopId: string, kind: string, year: string, version: number): Key => ({
  pk: joined('COOP', coopId),
  sk: joined('DECISIONVERSION', kind, year, padded(version, 6)),
});
export const decisionVersionPrefix = (kind: string, year: string): string => `DECISIONVERSION#${kind}#${year}#`;
/** What part of shares is refunded, by the financial year in which memberships ended (R30). */
export const refundDecisionKey = (coopId: string, year: string): Key => ({
  pk: joined('COOP', coopId),
  sk: joined('REFUNDDECISION', year),
});
export const refundDecisionPrefix = 'REFUNDDECISION#';
export const refundDecisionVersionKey = (coopId: string, year: string, version: number): Key => ({
  pk: joined('COOP', coopId),
  sk: joined('REFUNDDECISIONVERSION', year, padded(version, 6)),
});
export const refundDecisionVersionPrefix = (year: string): string => `REFUNDDECISIONVERSION#${year}#`;
export const dataKeyKey = (coopId: string, version: number): Key => ({
  pk: joined('COOP', coopId),
  sk: joined('DATAKEY', padded(version, 4)),
});
export const dataKeyPrefix = 'DATAKEY#';

export const companyKey = (companyId: string): Key => ({ pk: joined('COMPANY', companyId), sk: 'COMPANY' });
export const companyListing = 'COMPANIES';
export const outletKey = (outletId: string): Key => ({ pk: joined('OUTLET', outletId), sk: 'OUTLET' });
export const outletListing = 'OUTLETS';
export const tillClientKey = (clientId: string): Key => ({ pk: joined('CLIENT', clientId), sk: 'CLIENT' });
export const tillClientListing = 'CLIENTS';
export const staffKey = (staffId: string): Key => ({ pk: joined('STAFF', staffId), sk: 'STAFF' });
export const staffListing = 'STAFF';
export const paperDocumentKey = (documentId: string): Key => ({ pk: joined('PAPER', documentId), sk: 'PAPER' });
export const paperDocumentListing = 'PAPERS';
/** A version of an entry of the directory, kept beside it. */
export const directoryVersionKey = ({ pk }: Key, version: number): Key => ({
  pk,
  sk: joined('VERSION', padded(version, 6)),
});
export const directoryVersionPrefix = 'VERSION#';

export const householdKey = (householdId: string): Key => ({ pk: joined('HOUSEHOLD', householdId), sk: 'HOUSEHOLD' });
export const householdPersonKey = (householdId: string, customerNumber: string, from: string): Key => ({
  pk: joined('HOUSEHOLD', householdId),
  sk: joined('PERSON', customerNumber, from),
});
export const householdInvitationKey = (householdId: string, customerNumber: string): Key => ({
  pk: joined('HOUSEHOLD', householdId),
  sk: joined('INVITATION', customerNumber),
});
/** The household as a co-op that it has left lists it. */
export const formerHouseholdKey = (householdId: string, coopId: string): Key => ({
  pk: joined('HOUSEHOLD', householdId),
  sk: joined('FORMER', coopId),
});
export const householdMoveKey = (householdId: string, month: Month): Key => ({
  pk: joined('HOUSEHOLD', householdId),
  sk: joined('MOVE', month),
});
/** Index `byListing`: households whose month of transfer is this one, at the co-op that they came to. */
export const movedListing = (coopId: string, month: Month): string => joined('MOVED', coopId, month);
/** What was done with a household: a partition of its own, so that the household's stays small. */
export const householdHistoryKey = (householdId: string, version: number): Key => ({
  pk: joined('HOUSEHOLDHISTORY', householdId),
  sk: joined('V', padded(version, 6)),
});
/** Index `byListing`: households of a co-op's shard, by id. */
export const householdListing = (coopId: string, shard: number): string =>
  joined('HOUSEHOLDS', coopId, padded(shard, 4));

export const customerKey = (customerNumber: string): Key => ({
  pk: joined('CUSTOMER', customerNumber),
  sk: 'CUSTOMER',
});
/** What a customer's changes replaced: a partition of its own, so that the page's stays small. */
export const historyKey = (customerNumber: string, version: number): Key => ({
  pk: joined('HISTORY', customerNumber),
  sk: joined('V', padded(version, 8)),
});
/** Who alone has a value: an identity code, a business id. */
export const uniqueKey = (kind: string, hash: string): Key => ({ pk: joined('LOOKUP', kind, hash), sk: 'LOOKUP' });
/** Who has a value that several may have: an e-mail address, a phone number, a name with a birth date. */
export const foundPartition = (kind: string, hash: string): string => joined('FOUND', kind, hash);
export const foundKey = (kind: string, hash: string, customerNumber: string): Key => ({
  pk: foundPartition(kind, hash),
  sk: joined(customerNumber),
});
export const benefitAccountKey = (customerNumber: string, from: string): Key => ({
  pk: joined('CUSTOMER', customerNumber),
  sk: joined('ACCOUNT', from),
});
export const membershipKey = (customerNumber: string, coopId: string, sequence: number): Key => ({
  pk: joined('CUSTOMER', customerNumber),
  sk: joined('MEMBERSHIP', coopId, padded(sequence, 2)),
});
/** A membership's place among those of its co-op's shard: as long as the membership itself, that is for ever. */
export const memberListingKey = (customerNumber: string, coopId: string, sequence: number): Key => ({
  pk: joined('CUSTOMER', customerNumber),
  sk: joined('LISTED', coopId, padded(sequence, 2)),
});
/** Index `byListing`: memberships of a co-op's shard, by member number. */
export const memberListing = (coopId: string, shard: number): string => joined('MEMBERSHIPS', coopId, padded(shard, 2));
/** Whose partition a key is in. */
export const customerNumberOfKey = ({ pk }: Pick<Key, 'pk'>): string => pk.slice('CUSTOMER#'.length);
export const membershipEventKey = (memberNumber: string, version: number): Key => ({
  pk: joined('MEMBERHISTORY', memberNumber),
  sk: joined('V', padded(version, 6)),
});
/** Index `byMember`: a co-op's member register. */
export const memberRegisterPartition = (coopId: string): string => joined('MEMBERS', coopId);
/** The place in it: by name, then by number, so that people of one name stand apart. */
export const memberRegisterPlace = (sortKey: string, memberNumber: string): string => `${sortKey}#${memberNumber}`;
/** Index `byListing`: memberships of a co-op with which something is to be done, by the day from which. */
export const dueListing = (coopId: string): string => joined('DUE', coopId);
export const duePlace = (on: string, customerNumber: string, memberNumber: string): string =>
  joined(on, customerNumber, memberNumber);
export const shareEntryKey = (customerNumber: string, coopId: string, date: string, sourceId: string): Key => ({
  pk: joined('CUSTOMER', customerNumber),
  sk: joined('SHARE', coopId, date, sourceId),
});

export const cardKey = (holderCustomerNumber: string, cardNumber: string): Key => ({
  pk: joined('CUSTOMER', holderCustomerNumber),
  sk: joined('CARD', cardNumber),
});

export const servicesKey = (customerNumber: string): Key => ({
  pk: joined('CUSTOMER', customerNumber),
  sk: 'SERVICES',
});
export const discountRightKey = (customerNumber: string): Key => ({
  pk: joined('CUSTOMER', customerNumber),
  sk: 'DISCOUNTRIGHT',
});
export const taxCardsKey = (customerNumber: string): Key => ({
  pk: joined('CUSTOMER', customerNumber),
  sk: 'TAXCARDS',
});
export const staffMembershipKey = (customerNumber: string): Key => ({
  pk: joined('CUSTOMER', customerNumber),
  sk: 'STAFFMEMBERSHIP',
});
export const customerCodeKey = (customerNumber: string): Key => ({
  pk: joined('CUSTOMER', customerNumber),
  sk: 'CUSTOMERCODE',
});

/** Which run: co-op, kind, period, attempt. `1`, `2`, … are attempts; `D1`, `D2`, … dry runs. */
export type RunId = { coopId: string; kind: RunKind; period: Period; attempt: string };

const paddedAttempt = (attempt: string): string => attempt.replace(/\d+$/, (digits) => digits.padStart(3, '0'));

export const runKey = (run: RunId): Key => ({
  pk: joined('COOP', run.coopId),
  sk: joined('RUN', run.kind, run.period, paddedAttempt(run.attempt)),
});
export const runPrefix = (kind: RunId['kind'], period?: Period): string =>
  `RUN#${kind}#${period === undefined ? '' : `${period}#`}`;
/** Barred Bonus of a household that is written off after a posted month. */
export const bonusWriteOffKey = (of: { coopId: string; period: string; householdId: string }): Key => ({
  pk: joined('BONUSWRITEOFFS', of.coopId, of.period),
  sk: joined(of.householdId),
});
/** The one attempt of a co-op's period that is alive or has paid. */
export const livePointerKey = (run: Omit<RunId, 'attempt'>): Key => ({
  pk: joined('COOP', run.coopId),
  sk: joined('LIVE', run.kind, run.period),
});
export const livePrefix = (kind: RunId['kind']): string => `LIVE#${kind}#`;

export const shardResultKey = (run: RunId, shard: number): Key => ({
  pk: joined('RUN', run.coopId, run.kind, run.period, run.attempt),
  sk: joined('SHARD', padded(shard, 4)),
});
export const shardResultPrefix = 'SHARD#';
export const paymentFileKey = (run: RunId, fileNumber: number): Key => ({
  pk: joined('RUN', run.coopId, run.kind, run.period, run.attempt),
  sk: joined('FILE', padded(fileNumber, 4)),
});
export const paymentFilePrefix = 'FILE#';

/** A signed payment that is left out of the files. */
export const heldPaymentKey = (run: RunId, shard: number, payeeId: string): Key => ({
  pk: joined('RUN', run.coopId, run.kind, run.period, run.attempt),
  sk: joined('HELD', padded(shard, 4), payeeId),
});
export const heldPaymentPrefix = (shard?: number): string =>
  shard === undefined ? 'HELD#' : `HELD#${padded(shard, 4)}#`;

/** What a run found and does for each payee of a shard: its result, and paid, moved to the share, or not paid and why. */
export const payoutPartition = (run: RunId, shard: number): string =>
  joined('PAYOUT', run.coopId, run.kind, run.period, run.attempt, padded(shard, 4));
export const payoutKey = (run: RunId, shard: number, payeeId: string): Key => ({
  pk: payoutPartition(run, shard),
  sk: joined(payeeId),
});

/** What people's decisions about payments move in the books of a co-op, by the month of the decision. */
export const journalEntryKey = (coopId: string, month: Month, voucher: string): Key => ({
  pk: joined('JOURNAL', coopId, month),
  sk: joined(voucher),
});
/** A payment by the id that the bank answers with. */
export const paymentKey = (endToEndId: string): Key => ({ pk: joined('PAYMENT', endToEndId), sk: 'PAYMENT' });
/** Index `byListing`: what a co-op owes still, or where somebody must look, by the day on which it was due. */
export const owedListing = (coopId: string): string => joined('OWED', coopId);
export const owedPlace = (dueOn: string, endToEndId: string): string => joined(dueOn, endToEndId);
/** Index `byMember`, in a partition of its own: what is owed to a person, by the same place. */
export const owedToPartition = (customerNumber: string): string => joined('OWEDTO', customerNumber);

export const controlPartition = (period: Month, cutOffMs: number): string => joined('CONTROL', period, cutOffMs);
export const controlKey = (period: Month, cutOffMs: number, outletId: string): Key => ({
  pk: controlPartition(period, cutOffMs),
  sk: joined('OUTLET', outletId),
});

export const lateMarkPartition = (coopId: string, shard: number): string => joined('LATE', coopId, padded(shard, 4));
export const lateMarkKey = (coopId: string, shard: number, month: Month, householdId: string): Key => ({
  pk: lateMarkPartition(coopId, shard),
  sk: joined(month, householdId),
});

/** Which annual return: co-op, tax year, number from 1; a correction has the next number. */
export type ReturnId = { coopId: string; year: string; number: number };

export const returnKey = ({ coopId, year, number }: ReturnId): Key => ({
  pk: joined('COOP', coopId),
  sk: joined('RETURN', year, padded(number, 3)),
});
export const returnPrefix = (year?: string): string => `RETURN#${year === undefined ? '' : `${year}#`}`;
/** Payees lie in a fixed number of buckets by their customer number, so that no partition takes all of a million. */
export const returnLinePartition = ({ coopId, year, number }: ReturnId, bucket: number): string =>
  joined('RETURN', coopId, year, number, padded(bucket, 2));
export const returnLineKey = (
  of: ReturnId,
  bucket: number,
  line: { customerNumber: string; kind: RunKind; period: Period; memberNumber: string },
): Key => ({
  pk: returnLinePartition(of, bucket),
  sk: joined(line.customerNumber, line.kind, line.period, line.memberNumber),
});
/** What a payee's lines begin with. */
export const returnPayeePrefix = (customerNumber: string): string => `${joined(customerNumber)}#`;
export const returnBucketKey = ({ coopId, year, number }: ReturnId, bucket: number): Key => ({
  pk: joined('RETURN', coopId, year, number),
  sk: joined('BUCKET', padded(bucket, 2)),
});
export const returnBucketPrefix = 'BUCKET#';
export const returnFileKey = ({ coopId, year, number }: ReturnId, kind: string, fileNumber: number): Key => ({
  pk: joined('RETURN', coopId, year, number),
  sk: joined('FILE', kind, padded(fileNumber, 4)),
});
export const returnFilePrefix = (kind?: string): string => `FILE#${kind === undefined ? '' : `${kind}#`}`;

/** What a co-op gave to others, oldest first: entries that nobody changes. */
export const disclosurePartition = (coopId: string): string => joined('DISCLOSURES', coopId);
export const disclosureKey = (coopId: string, atMs: number, disclosureId: string): Key => ({
  pk: disclosurePartition(coopId),
  sk: joined(new Date(atMs).toISOString(), disclosureId),
});

/** A file of the bank, by its content: the same file dropped under another name is the same item. */
export const bankFileKey = (coopId: string, fileId: string): Key => ({
  pk: joined('BANKFILE', coopId, fileId),
  sk: 'BANKFILE',
});
/** Index `byListing`: a co-op's files of the bank, by the time at which they came. */
export const bankFileListing = (coopId: string): string => joined('BANKFILES', coopId);
export const bankFilePlace = (receivedAtMs: number, fileId: string): string =>
  joined(new Date(receivedAtMs).toISOString(), fileId);
/** Money that came in, by the bank's own reference: told again, it is found here. */
export const bankCreditKey = (coopId: string, creditId: string): Key => ({
  pk: joined('BANKCREDIT', coopId, creditId),
  sk: 'BANKCREDIT',
});
/** Something that the bank said and that a person has to look at. */
export const bankCaseKey = (coopId: string, caseId: string): Key => ({
  pk: joined('BANKCASE', coopId, caseId),
  sk: 'BANKCASE',
});
/** Index `byListing`: a co-op's open ones, the oldest first. */
export const bankCaseListing = (coopId: string): string => joined('BANKCASES', coopId);
export const bankCasePlace = (openedAtMs: number, caseId: string): string =>
  joined(new Date(openedAtMs).toISOString(), caseId);
/** What the bank said last of a payment file as a whole. */
export const bankFileStatusKey = (run: RunId, fileNumber: number): Key => ({
  pk: joined('RUN', run.coopId, run.kind, run.period, run.attempt),
  sk: joined('BANKSTATUS', padded(fileNumber, 4)),
});
export const bankFileStatusPrefix = 'BANKSTATUS#';
