import * as z from 'zod/mini';
import { isIban } from './iban.ts';
import { payeeName, sepaText } from './payee-name.ts';
import { instructionId, messageId, messagePartsSchema, paymentInformationId } from './payment-ids.ts';
import { type Xml, xmlElement, xmlFrame, xmlLines } from './xml.ts';

const iban = z.string().check(z.refine(isIban, 'must be an IBAN without spaces'));
const bic = z
  .string()
  .check(z.regex(/^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$/, 'must be a BIC of 8 or 11 characters'));
const count = z.int('must be a whole number').check(z.gte(1, 'must be at least 1'));
/** Text of the payer's own settings: something of it must remain in the characters of SEPA, and all of it must fit. */
const ownText = (longest: number) =>
  z
    .string()
    .check(
      z.refine(
        (text) => text.length <= longest && sepaText(text, longest) !== '',
        `must be 1 to ${longest} characters`,
      ),
    );

const paymentSchema = z.strictObject({
  /** As `endToEndId` of payment-ids.ts makes it. */
  endToEndId: z.string().check(z.regex(/^[A-Za-z0-9-]{1,35}$/, 'must be 1 to 35 letters, digits or hyphens')),
  /** 999,999,999.99 € is the most that a SEPA credit transfer carries. */
  amountCents: z
    .int('must be a whole number of cents')
    .check(z.gte(1, 'must be above zero'), z.lte(99_999_999_999, 'must be at most 999,999,999.99 euros')),
  /** As the register knows it: the file writes `payeeName` of it. */
  creditorName: z.string(),
  iban,
  bic: z.optional(bic),
  /** What the payee reads on the statement: written in the characters of SEPA and cut to 140. */
  text: z.string(),
});

/** What is known of a payment file before its payments are read. Amounts are cents. */
const paymentFileHeadSchema = z.strictObject({
  message: messagePartsSchema,
  /** The stored time of approval in Helsinki, yyyy-mm-ddThh:mm:ss: never the clock, so that the same bytes come out again. */
  createdAt: z.iso
    .datetime({ local: true, precision: 0, error: 'must be yyyy-mm-ddThh:mm:ss' })
    .check(z.length(19, 'must be without a zone')),
  requestedExecutionDate: z.iso.date('must be yyyy-mm-dd'),
  debtor: z.strictObject({
    name: ownText(70),
    iban,
    bic: z.optional(bic),
    /** The payer's id as agreed with the bank. */
    bankPartyId: z.string().check(z.regex(/^[A-Za-z0-9-]{1,35}$/, 'must be 1 to 35 letters, digits or hyphens')),
    /** Structured: unstructured ones ended on 15 November 2026 (R104). */
    address: z.strictObject({
      street: ownText(70),
      buildingNumber: ownText(16),
      postalCode: ownText(16),
      town: ownText(35),
      country: z.string().check(z.regex(/^[A-Z]{2}$/, 'must be two capital letters')),
    }),
  }),
  /** The bank's limit (R105; domain.md 6 #24: 10,000). */
  maxTransactionsPerBatch: count,
  /** What the run says that this file pays: the file is not written if its own count or sum is another. */
  expectedCount: count,
  expectedSumCents: count,
});
export type PaymentFileHead = z.infer<typeof paymentFileHeadSchema>;
export type Payment = z.infer<typeof paymentSchema>;

/** Stands for a creditor of whose name nothing can be written. */
const namelessCreditor = 'ASIAKASOMISTAJA';

/** A payment file that is written as its payments come: what each call gives follows what the one before gave. */
export type PaymentFileWriter = {
  begin(): string;
  /** Takes one more payment. It gives nothing until a batch is full, since count and sum of a batch stand before its payments. */
  add(payment: Payment): Iterable<string>;
  /** The end of the file. A file that this has not been written for is not to be used: only here is it known to be whole. */
  end(): Iterable<string>;
};

/**
 * Writes a SEPA credit transfer file, ISO 20022 pain.001.001.09 (domain.md 5.1, 5.4, R102–R106): a payment information for each
 * `maxTransactionsPerBatch` payments, a line for each payment, in the order in which they are added. No more than a batch is held at a time,
 * beside the EndToEndIds. The same input gives the same text; written as UTF-8 it is the bank's file.
 * @throws RangeError if the head or a payment is not of its schema, an EndToEndId stands twice, or at the end the count or the sum is not the
 *   expected; the sentence names places and never values
 */
export function paymentFileWriter(fileHead: PaymentFileHead): PaymentFileWriter {
  const head = checkedBy(paymentFileHeadSchema, fileHead, []);
  const frame = xmlFrame(['Document', 'CstmrCdtTrfInitn'], {
    xmlns: 'urn:iso:std:iso:20022:tech:xsd:pain.001.001.09',
  });
  const seen = new Set<string>();
  let waiting: Payment[] = [];
  let sumCents = 0;
  const waitingBatch = (): Iterable<string> => {
    const payments = waiting;
    waiting = [];
    return payments.length === 0 ? [] : batch(head, payments, seen.size - payments.length);
  };
  return {
    begin: () => `${frame.before}${groupHeader(head)}\n`,
    add: (each) => {
      const place = ['payments', seen.size];
      const payment = checkedBy(paymentSchema, each, place);
      if (seen.has(payment.endToEndId)) throw refused([...place, 'endToEndId'], 'stands there twice');
      seen.add(payment.endToEndId);
      sumCents += payment.amountCents;
      waiting.push(payment);
      return waiting.length === head.maxTransactionsPerBatch ? waitingBatch() : [];
    },
    end: () => {
      if (seen.size === 0) throw refused(['payments'], 'must hold at least one payment');
      if (seen.size !== head.expectedCount || sumCents !== head.expectedSumCents)
        throw new RangeError(
          'The payment file cannot be written: its payments do not add up to the expected count and sum.',
        );
      return [...waitingBatch(), frame.after];
    },
  };
}

function checkedBy<T>(schema: z.ZodMiniType<T>, value: unknown, place: readonly PropertyKey[]): T {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  throw refused([...place, ...(error.issues[0]?.path ?? [])], error.issues[0]?.message ?? '');
}

const refused = (place: readonly PropertyKey[], why: string): RangeError =>
  new RangeError(`The payment file cannot be written: ${place.join('/')} ${why}.`);

const sumOf = (payments: readonly Payment[]): number => payments.reduce((sum, payment) => sum + payment.amountCents, 0);

function groupHeader({ message, createdAt, debtor, expectedCount, expectedSumCents }: PaymentFileHead): Xml {
  const scheme = xmlElement('SchmeNm', [xmlElement('Cd', 'BANK')]);
  const organisation = xmlElement('OrgId', [xmlElement('Othr', [xmlElement('Id', debtor.bankPartyId), scheme])]);
  return xmlElement('GrpHdr', [
    xmlElement('MsgId', messageId(message)),
    xmlElement('CreDtTm', createdAt),
    xmlElement('NbOfTxs', String(expectedCount)),
    xmlElement('CtrlSum', euros(expectedSumCents)),
    xmlElement('InitgPty', [xmlElement('Nm', sepaText(debtor.name, 70)), xmlElement('Id', [organisation])]),
  ]);
}

/** The payment information of these payments, of which the first has index `start` in the file: line by line, since it is long. */
function* batch(file: PaymentFileHead, payments: readonly Payment[], start: number): Generator<string> {
  const { message, maxTransactionsPerBatch, debtor } = file;
  const head = [
    xmlElement('PmtInfId', paymentInformationId({ ...message, batchNumber: start / maxTransactionsPerBatch + 1 })),
    xmlElement('PmtMtd', 'TRF'),
    xmlElement('BtchBookg', 'true'),
    xmlElement('NbOfTxs', String(payments.length)),
    xmlElement('CtrlSum', euros(sumOf(payments))),
    xmlElement('PmtTpInf', [xmlElement('SvcLvl', [xmlElement('Cd', 'SEPA')])]),
    xmlElement('ReqdExctnDt', [xmlElement('Dt', file.requestedExecutionDate)]),
    xmlElement('Dbtr', [xmlElement('Nm', sepaText(debtor.name, 70)), postalAddress(debtor.address)]),
    xmlElement('DbtrAcct', [ibanOf(debtor.iban), xmlElement('Ccy', 'EUR')]),
    xmlElement('DbtrAgt', [debtorBank(debtor.bic)]),
    xmlElement('ChrgBr', 'SLEV'),
  ];
  yield `<PmtInf>${xmlLines(head)}`;
  for (const [index, payment] of payments.entries())
    yield `${transaction(payment, instructionId({ ...message, transactionNumber: start + index + 1 }))}\n`;
  yield '</PmtInf>\n';
}

function transaction(payment: Payment, instruction: string): Xml {
  const text = sepaText(payment.text, 140);
  return xmlElement('CdtTrfTxInf', [
    xmlElement('PmtId', [xmlElement('InstrId', instruction), xmlElement('EndToEndId', payment.endToEndId)]),
    xmlElement('Amt', [xmlElement('InstdAmt', euros(payment.amountCents), { Ccy: 'EUR' })]),
    payment.bic === undefined ? undefined : xmlElement('CdtrAgt', [bankOf(payment.bic)]),
    xmlElement('Cdtr', [xmlElement('Nm', payeeName(payment.creditorName, namelessCreditor))]),
    xmlElement('CdtrAcct', [ibanOf(payment.iban)]),
    text === '' ? undefined : xmlElement('RmtInf', [xmlElement('Ustrd', text)]),
  ]);
}

function postalAddress(address: PaymentFileHead['debtor']['address']): Xml {
  return xmlElement('PstlAdr', [
    xmlElement('StrtNm', sepaText(address.street, 70)),
    xmlElement('BldgNb', sepaText(address.buildingNumber, 16)),
    xmlElement('PstCd', sepaText(address.postalCode, 16)),
    xmlElement('TwnNm', sepaText(address.town, 35)),
    xmlElement('Ctry', address.country),
  ]);
}

const ibanOf = (iban: string): Xml => xmlElement('Id', [xmlElement('IBAN', iban)]);
const bankOf = (bic: string): Xml => xmlElement('FinInstnId', [xmlElement('BICFI', bic)]);

/** The schema wants the debtor's bank even where the IBAN alone says it: NOTPROVIDED is SEPA's word for that. */
function debtorBank(bic: string | undefined): Xml {
  return bic === undefined
    ? xmlElement('FinInstnId', [xmlElement('Othr', [xmlElement('Id', 'NOTPROVIDED')])])
    : bankOf(bic);
}

/** Cents as a decimal of euros, without a floating-point division of the cents part. */
function euros(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}
