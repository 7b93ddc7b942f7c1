import {
  assignBankCreditEndpoint,
  closeBankCaseEndpoint,
  listBankCasesEndpoint,
  showBankCaseEndpoint,
} from '../api/staff/bank/cases.ts';
import { countRunPaymentsEndpoint, listBankFilesEndpoint, showBankFileEndpoint } from '../api/staff/bank/files.ts';
import {
  approveBonusTableEndpoint,
  proposeBonusTableEndpoint,
  withdrawBonusTableEndpoint,
} from '../api/staff/bonus-tables/act.ts';
import { listBonusTablesEndpoint } from '../api/staff/bonus-tables/list.ts';
import {
  approveDecisionEndpoint,
  recordDecisionEndpoint,
  withdrawDecisionEndpoint,
} from '../api/staff/decisions/act.ts';
import { listDecisionsEndpoint, showDecisionEndpoint } from '../api/staff/decisions/show.ts';
import {
  approvePaymentLapseEndpoint,
  proposePaymentLapseEndpoint,
  resolvePaymentEndpoint,
} from '../api/staff/payments/act.ts';
import { approveBonusWriteOffEndpoint, proposeBonusWriteOffEndpoint } from '../api/staff/payments/bonus-write-offs.ts';
import { showPaymentJournalEndpoint } from '../api/staff/payments/journal.ts';
import {
  approvePaymentSettlementEndpoint,
  proposePaymentSettlementEndpoint,
  withdrawPaymentSettlementEndpoint,
} from '../api/staff/payments/settle.ts';
import { listOwedPaymentsEndpoint, showPaymentEndpoint } from '../api/staff/payments/show.ts';
import { listUnpaidBonusEndpoint } from '../api/staff/payments/unpaid-bonus.ts';
import {
  approveRefundDecisionEndpoint,
  recordRefundDecisionEndpoint,
  withdrawRefundDecisionEndpoint,
} from '../api/staff/refund-decisions/act.ts';
import { listRefundDecisionsEndpoint, showRefundDecisionEndpoint } from '../api/staff/refund-decisions/show.ts';
import { endTaxCardEndpoint, setTaxCardEndpoint, showTaxCardsEndpoint } from '../api/staff/tax-cards/act.ts';
import { serveStaff } from '../runtime/serve-staff.ts';

export const handler = serveStaff([
  listBankFilesEndpoint,
  showBankFileEndpoint,
  listBankCasesEndpoint,
  showBankCaseEndpoint,
  assignBankCreditEndpoint,
  closeBankCaseEndpoint,
  countRunPaymentsEndpoint,
  listBonusTablesEndpoint,
  proposeBonusTableEndpoint,
  approveBonusTableEndpoint,
  withdrawBonusTableEndpoint,
  recordDecisionEndpoint,
  approveDecisionEndpoint,
  withdrawDecisionEndpoint,
  listDecisionsEndpoint,
  showDecisionEndpoint,
  recordRefundDecisionEndpoint,
  approveRefundDecisionEndpoint,
  withdrawRefundDecisionEndpoint,
  listRefundDecisionsEndpoint,
  showRefundDecisionEndpoint,
  showTaxCardsEndpoint,
  setTaxCardEndpoint,
  endTaxCardEndpoint,
  listOwedPaymentsEndpoint,
  listUnpaidBonusEndpoint,
  showPaymentEndpoint,
  resolvePaymentEndpoint,
  proposePaymentLapseEndpoint,
  approvePaymentLapseEndpoint,
  proposePaymentSettlementEndpoint,
  approvePaymentSettlementEndpoint,
  withdrawPaymentSettlementEndpoint,
  proposeBonusWriteOffEndpoint,
  approveBonusWriteOffEndpoint,
  showPaymentJournalEndpoint,
]);
