import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { RefundDecisionView } from '../../contract/refund-decisions.ts';
import {
  approveRefundDecisionEndpoint,
  recordRefundDecisionEndpoint,
  withdrawRefundDecisionEndpoint,
} from '../../functions/api/staff/refund-decisions/act.ts';
import {
  listRefundDecisionsEndpoint,
  showRefundDecisionEndpoint,
} from '../../functions/api/staff/refund-decisions/show.ts';
import { serveStaff } from '../../functions/runtime/serve-staff.ts';
import { refundDecisionInput, refundsInForce } from '../../functions/table/refund-decisions.ts';
import { demoCompany, demoStaffMember, itemOfCompany, itemOfStaffMember } from '../../scripts/demo/directory.ts';
import { answerOf, httpEvent, staffClaims } from '../fixtures/http-requests.ts';
import { noon, putItems, unique } from '../fixtures/recording.ts';
import { coop, coopItems } from '../fixtures/run-coop.ts';
import { settingsText } from '../fixtures/settings.ts';
import { openTables, type TableCloud } from '../fixtures/table-cloud.ts';

let cloud: TableCloud;
beforeAll(async () => {
  cloud = await openTables();
  const tables = { REGISTER_TABLE: cloud.register.tableName, ACCESS_TABLE: cloud.accessLog.tableName };
  for (const [name, value] of Object.entries({ ...cloud.env, ...tables, SETTINGS: settingsText }))
    vi.stubEnv(name, value);
  await putItems(cloud.register, [
    ...['staff-1', 'staff-2'].map((id) => itemOfStaffMember(demoStaffMember({ staffId: id, coopIds: ['demo'] }))),
    itemOfCompany(demoCompany({ companyId: 'havu' })),
    ...coopItems(coop({ coopId: 'demo' }), []),
  ]);
});
afterAll(() => cloud?.stop());

const handler = serveStaff(
  [
    recordRefundDecisionEndpoint,
    approveRefundDecisionEndpoint,
    withdrawRefundDecisionEndpoint,
    listRefundDecisionsEndpoint,
    showRefundDecisionEndpoint,
  ],
  () => noon,
);
type Said = {
  status: number;
  body: {
    code?: string;
    decision: RefundDecisionView;
    decisions: RefundDecisionView[];
    versions: RefundDecisionView[];
  };
};
async function ask(staffId: string, route: string, body?: object): Promise<Said> {
  const event = httpEvent({
    route,
    params: { coopId: 'demo', ...(route.includes('{year}') && { year: '2025' }) },
    claims: { ...staffClaims('[payouts.prepare payouts.approve]'), sub: staffId },
    ...(body && { body: JSON.stringify(body) }),
  });
  event.requestContext.requestId = `request-${unique()}`;
  return answerOf(await handler(event, {} as never)) as never;
}
const path = '/v1/staff/refund-decisions';
const one = `${path}/{coopId}/{year}`;
const verdict = ({ status, body }: Said): string => `${status} ${body.code ?? body.decision.state}`;
const terms = { decidedOn: '2026-04-20', partBasisPoints: 5_000, isFinal: false, basis: 'Accounts of 2025' };
const record = (version: number, over: object = {}) =>
  ask('staff-1', `POST ${path}`, { coopId: 'demo', year: '2025', version, terms: { ...terms, ...over } });

it('a decision on refunds is in force by two persons, raised later, and every version is kept', async () => {
  expect(verdict(await record(1))).toBe('409 staleVersion');
  expect(verdict(await record(0))).toBe('201 RECORDED');
  expect(await refundDecisionInput(cloud.register, 'demo')).toBe('');
  expect(verdict(await ask('staff-1', `POST ${one}/approvals`, { version: 1 }))).toBe('403 secondPersonRequired');
  expect(verdict(await ask('staff-2', `POST ${one}/approvals`, { version: 1, dryRun: true }))).toBe('200 APPROVED');
  expect(verdict(await ask('staff-2', `POST ${one}/approvals`, { version: 1 }))).toBe('200 APPROVED');
  expect(verdict(await record(2, { partBasisPoints: 4_000 }))).toBe('409 decisionNotInState');
  expect(verdict(await record(2, { partBasisPoints: 9_000 }))).toBe('201 RECORDED');
  expect(verdict(await ask('staff-1', `POST ${one}/withdrawals`, { version: 3, reason: 'entered wrong' }))).toBe(
    '200 WITHDRAWN',
  );
  expect(await refundsInForce(cloud.register, 'demo')).toEqual(
    new Map([['2025', { version: 2, partBasisPoints: 5_000, isFinal: false }]]),
  );
  const listed = await ask('staff-1', `GET ${path}/{coopId}`);
  expect(listed.body.decisions).toMatchObject([
    { year: '2025', version: 4, state: 'WITHDRAWN', inForce: { version: 2 } },
  ]);
  const shown = await ask('staff-1', `GET ${one}`);
  expect(shown.body.versions.map(({ state }) => state)).toEqual(['RECORDED', 'APPROVED', 'RECORDED', 'WITHDRAWN']);
});
