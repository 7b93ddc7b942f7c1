/** What the register stores sealed, as it may slip into a text: each by the form that it is written in. */
const forms = [
  // A personal identity code (domain.md 4.1).
  /(?<![A-Z\d])\d{6}[-+A-FU-Y]\d{3}[A-Z\d](?![A-Z\d])/i,
  // An IBAN of any country in one piece, a Finnish one also in groups (4.3).
  /(?<![A-Z\d])(?:[A-Z]{2}\d{2}[A-Z\d]{11,30}|FI\d{2}(?: \d{4}){3} \d{2})(?![A-Z\d])/i,
  // An e-mail address.
  /[\w.+-]+@[\w-]+\.\w/,
  // A phone number with its country code (4.5). Without one it could be a customer number, a card or a receipt.
  /\+\d[\d ()-]{6}/,
] as const;

/**
 * Does a text hold an identity code, an account, an e-mail address or a phone number? Those are stored sealed, and texts such as reasons are
 * not, so a text that holds one is refused.
 */
export const holdsSealedKind = (text: string): boolean => forms.some((form) => form.test(text));
