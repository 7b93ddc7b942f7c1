import type { PayeeRecord } from './payee-record.ts';

/** The languages of a voucher; in any other it is written in Finnish. */
export const voucherLanguages = ['fi', 'sv', 'en'] as const;
export type VoucherLanguage = (typeof voucherLanguages)[number];

type Texts = {
  title: string;
  year: string;
  payer: string;
  businessId: string;
  payee: string;
  payeeKinds: Readonly<Record<PayeeRecord['payeeKind'], string | undefined>>;
  memberNumbers: string;
  gross: string;
  withheld: string;
  net: string;
  reported: string;
  noCode: string;
};

export const voucherTexts: Readonly<Record<VoucherLanguage, Texts>> = {
  fi: {
    title: 'Tosite osuuskunnan ylijäämästä',
    year: 'Vuosi',
    payer: 'Maksaja',
    businessId: 'Y-tunnus',
    payee: 'Saaja',
    payeeKinds: { PERSON: undefined, ESTATE: 'kuolinpesä', COMPANY: undefined, NON_RESIDENT: undefined },
    memberNumbers: 'Jäsennumero',
    gross: 'Osuuspääoman korko',
    withheld: 'Ennakonpidätys',
    net: 'Maksettava määrä',
    reported: 'Maksaja ilmoittaa nämä tiedot Verohallinnolle. Tarkista ne esitäytetystä veroilmoituksesta.',
    noCode: 'Henkilötunnusta ei merkitä tositteeseen (tietosuojalaki 29 §).',
  },
  sv: {
    title: 'Verifikat över överskott från andelslag',
    year: 'År',
    payer: 'Utbetalare',
    businessId: 'FO-nummer',
    payee: 'Mottagare',
    payeeKinds: { PERSON: undefined, ESTATE: 'dödsbo', COMPANY: undefined, NON_RESIDENT: undefined },
    memberNumbers: 'Medlemsnummer',
    gross: 'Ränta på andelskapital',
    withheld: 'Förskottsinnehållning',
    net: 'Belopp att betala',
    reported:
      'Utbetalaren lämnar dessa uppgifter till Skatteförvaltningen. Kontrollera dem i den förhandsifyllda deklarationen.',
    noCode: 'Personbeteckningen antecknas inte på verifikatet (dataskyddslagen 29 §).',
  },
  en: {
    title: 'Voucher of surplus from a co-operative',
    year: 'Year',
    payer: 'Payer',
    businessId: 'Business ID',
    payee: 'Payee',
    payeeKinds: { PERSON: undefined, ESTATE: 'estate', COMPANY: undefined, NON_RESIDENT: undefined },
    memberNumbers: 'Member number',
    gross: 'Interest on the share capital',
    withheld: 'Tax withheld',
    net: 'Amount to be paid',
    reported: 'The payer gives this information to the Tax Administration. Check it in your pre-completed tax return.',
    noCode: 'The personal identity code is not printed on the voucher (Data Protection Act, section 29).',
  },
};
