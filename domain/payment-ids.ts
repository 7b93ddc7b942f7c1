import * as z from 'zod/mini';

/**
 * The ids that the bank sees (design.md 6, R106). They are functions of what is paid and never of the clock, so a file written
 * again is the same bytes. Parts are told apart by `-`, which none of them may hold, or by a fixed length, so no two inputs share
 * an id. The patterns are written out here, apart from those of identifiers.ts: the ids sent so far rest on them.
 */
export const paymentKinds = ['BONUS', 'INTEREST', 'SURPLUS', 'REFUND', 'CORRECTION'] as const;
export type PaymentKind = (typeof paymentKinds)[number];

/** How messages call the kinds: the longest ids of a co-op must still fit. */
const names: Readonly<Record<PaymentKind, string>> = {
  BONUS: 'BONUS',
  INTEREST: 'INTEREST',
  SURPLUS: 'SURPLUS',
  REFUND: 'REFUND',
  CORRECTION: 'CORR',
};

/** Money is owed for one of these; a correction pays it under the kind and period that it was owed for. */
export const owedKinds = ['BONUS', 'INTEREST', 'SURPLUS', 'REFUND'] as const;
export type OwedKind = (typeof owedKinds)[number];

const countFromOne = z.int('must be a whole number').check(z.gte(1, 'must be at least 1'));
const countFromZero = z.int('must be a whole number').check(z.gte(0, 'must be at least 0'));
const coopId = z.string().check(z.regex(/^[a-z0-9]{1,8}$/, 'must be 1 to 8 small letters or digits'));
const month = /^\d{4}-(?:0[1-9]|1[0-2])$/;
const year = /^\d{4}$/;
/** Each kind has periods of one shape, so an id of one kind is read in one way only. */
const periods: Readonly<Record<PaymentKind, RegExp>> = {
  BONUS: month,
  INTEREST: year,
  SURPLUS: year,
  REFUND: month,
  CORRECTION: /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/,
};
const period = z.string();
const kind = z.enum(paymentKinds, `must be one of ${paymentKinds.join(', ')}`);

/** Which file of which attempt of which run: what makes a message id. */
export const messagePartsSchema = z.strictObject({
  kind,
  coopId,
  period,
  attempt: countFromOne,
  fileNumber: countFromOne,
});
export type MessageParts = z.infer<typeof messagePartsSchema>;

const batchPartsSchema = z.extend(messagePartsSchema, { batchNumber: countFromOne });
const instructionPartsSchema = z.extend(messagePartsSchema, { transactionNumber: countFromOne });
const endToEndPartsSchema = z.strictObject({
  kind: z.enum(owedKinds, `must be one of ${owedKinds.join(', ')}`),
  coopId,
  period,
  /** A household's id (Bonus, surplus) or a member's number (interest, share refund). */
  payeeId: z.string().check(z.regex(/^[A-Za-z0-9]{1,14}$/, 'must be 1 to 14 letters or digits')),
  /** The revision of the result that is paid. */
  revision: countFromZero,
  /** Which payment of that revision: counts up when one came back and is paid again. */
  issue: countFromZero,
});
export type EndToEndParts = z.infer<typeof endToEndPartsSchema>;

/** `GrpHdr/MsgId`, such as `BONUS-hok-202610-1-0001`. @throws RangeError if a part is wrong or the id passes 35 characters */
export function messageId(parts: MessageParts): string {
  return fitting(messageText(checkedParts(messagePartsSchema, parts)));
}

/** `PmtInf/PmtInfId`, such as `BONUS-hok-202610-1-0001-1`. @throws RangeError as {@link messageId} */
export function paymentInformationId(parts: MessageParts & { batchNumber: number }): string {
  const checked = checkedParts(batchPartsSchema, parts);
  return fitting(`${messageText(checked)}-${checked.batchNumber}`);
}

/**
 * `PmtId/InstrId`: the place in the file, counted from 1, such as `B-hok-202610-1-0001-000001`. The kind is one letter, since
 * the message id and six digits do not fit. @throws RangeError as {@link messageId}
 */
export function instructionId(parts: MessageParts & { transactionNumber: number }): string {
  const checked = checkedParts(instructionPartsSchema, parts);
  const place = String(checked.transactionNumber).padStart(6, '0');
  return fitting(`${messageText(checked, kindLetter(checked.kind))}-${place}`);
}

/**
 * `PmtId/EndToEndId`, which every answer and return of the bank carries, such as `B202610hok-H0000001-1-1`. It is of the money
 * owed and not of a file, so an attempt or file more does not change it. With the longest ids, revision and issue have three
 * digits together. @throws RangeError as {@link messageId}
 */
export function endToEndId(parts: EndToEndParts): string {
  const { kind, coopId, period, payeeId, revision, issue } = checkedParts(endToEndPartsSchema, parts);
  return fitting(`${kindLetter(kind)}${digitsOf(period)}${coopId}-${payeeId}-${revision}-${issue}`);
}

function messageText(parts: MessageParts, name = names[parts.kind]): string {
  const file = String(parts.fileNumber).padStart(4, '0');
  return `${name}-${parts.coopId}-${digitsOf(parts.period)}-${parts.attempt}-${file}`;
}

const kindLetter = (kind: PaymentKind): string => kind.charAt(0);
const digitsOf = (period: string): string => period.replaceAll('-', '');

/** Max35Text of ISO 20022. The error names no id: a household's id is personal data. */
function fitting(id: string): string {
  if (id.length > 35) throw new RangeError('The parts are too long for a payment id of at most 35 characters.');
  return id;
}

function checkedParts<T extends { kind: PaymentKind; period: string }>(schema: z.ZodMiniType<T>, parts: unknown): T {
  const { success, data, error } = schema.safeParse(parts);
  if (success) {
    if (!periods[data.kind].test(data.period))
      throw new RangeError('A payment id cannot be made: period is not of the shape that its kind has.');
    return data;
  }
  const issue = error.issues[0];
  // Stryker disable next-line OptionalChaining,StringLiteral: what is refused has an issue, and a path of one name
  throw new RangeError(`A payment id cannot be made: ${issue?.path.join('/')} ${issue?.message}.`);
}
