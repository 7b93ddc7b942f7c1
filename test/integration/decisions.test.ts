import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  approveDecision,
  type DecisionView,
  listDecisions,
  recordDecision,
  showDecision,
  withdrawDecision,
} from '../../contract/decisions.ts';
import type { Endpoint } from '../../contract/endpoint.ts';
import { approveRun, cancelRun, releaseRun, startRun, submitRun } from '../../contract/runs.ts';
import { endTaxCard, setTaxCard, showTaxCards } from '../../contract/tax-cards.ts';
import { checkInputs } from '../../domain/run-inputs.ts';
import {
  approveDecisionEndpoint,
  recordDecisionEndpoint,
  withdrawDecisionEndpoint,
} from '../../functions/api/staff/decisions/act.ts';
import { listDecisionsEndpoint, showDecisionEndpoint } from '../../functions/api/staff/decisions/show.ts';
import {
  approveRunEndpoint,
  cancelRunEndpoint,
  releaseRunEndpoint,
  startRunEndpoint,
  submitRunEndpoint,
} from '../../functions/api/staff/runs.ts';
import {
  endTaxCardEndpoint,
  setTaxCardEndpoint,
  showTaxCardsEndpoint,
} from '../../functions/api/staff/tax-cards/act.ts';
import type { Run } from '../../functions/table/items.ts';
import { act, runOf } from '../../functions/table/runs.ts';
import { handOverDecision } from '../../functions/workflow/hand-over-decision.ts';
import { runInputs } from '../../functions/workflow/run-inputs.ts';
import { aDecision } from '../fixtures/decisions.ts';
import { customerNumberOf, member, memberItems } from '../fixtures/interest-members.ts';
import { type CloudWorld, cloudWorld, newBucket } from '../fixtures/run-cloud.ts';
import { coop, coopItems, staffItems } from '../fixtures/run-coop.ts';
import { load } from '../fixtures/run-driver.ts';
import { type Answer, type Asking, ask } from '../fixtures/run-staff.ts';
import { newWorld, type World } from '../fixtures/run-world.ts';

const openedAt = Date.parse('2026-06-05T06:00+03:00');
const endpoints = [
  recordDecisionEndpoint,
  approveDecisionEndpoint,
  withdrawDecisionEndpoint,
  listDecisionsEndpoint,
  showDecisionEndpoint,
  startRunEndpoint,
  submitRunEndpoint,
  approveRunEndpoint,
  cancelRunEndpoint,
  releaseRunEndpoint,
  showTaxCardsEndpoint,
  setTaxCardEndpoint,
  endTaxCardEndpoint,
];

let cloud: CloudWorld;
let world: World;

beforeAll(async () => {
  cloud = await cloudWorld();
});
afterAll(() => cloud.stop());

beforeEach(async () => {
  const db = await cloud.tables.newRegister();
  process.env.REGISTER_TABLE = db.tableName;
  world = newWorld({ table: { db, others: cloud.tables.anotherClient(db) }, bucket: await newBucket() });
  world.clock.nowMs = openedAt;
  await load(world, [
    ...coopItems(coop()),
    ...coopItems(coop({ coopId: 'koivu' })),
    ...memberItems(member(1)),
    ...['liisa', 'matti'].flatMap((staffId) => staffItems(staffId, ['havu'])),
    ...staffItems('outsider', ['koivu']),
  ]);
});

const which = { coopId: 'havu', kind: 'INTEREST', year: '2025' } as const;
const { terms } = aDecision();
const asked = (endpoint: Endpoint, asking: Asking): Promise<Answer> => ask(world, endpoint, asking, endpoints);
const record = (by: string, version: number, more: object = {}) =>
  asked(recordDecision, { by, body: { ...which, version, terms, ...more } });
const approve = (by: string, version: number) => asked(approveDecision, { by, params: which, body: { version } });
const withdraw = (by: string, version: number) =>
  asked(withdrawDecision, { by, params: which, body: { version, reason: 'Entered for another year' } });
const verdict = ({ status, body }: Answer): string =>
  `${status} ${body.code ?? (body.decision as DecisionView | undefined)?.state ?? body.state}`;

describe('a decision', () => {
  it('is recorded by one person and approved by another, and every version stays', async () => {
    expect(verdict(await record('liisa', 0))).toBe('201 RECORDED');
    expect(verdict(await approve('liisa', 1))).toBe('403 secondPersonRequired');
    expect(verdict(await approve('matti', 1))).toBe('200 APPROVED');
    expect(verdict(await approve('matti', 2))).toBe('409 decisionNotInState');
    expect(verdict(await withdraw('liisa', 2))).toBe('200 WITHDRAWN');
    const shown = await asked(showDecision, { by: 'matti', params: which });
    const { decision, versions } = shown.body as { decision: DecisionView; versions: DecisionView[] };
    expect(versions.map(({ version, state }) => `${version} ${state}`)).toEqual([
      '1 RECORDED',
      '2 APPROVED',
      '3 WITHDRAWN',
    ]);
    expect(decision).toMatchObject({
      terms,
      recorded: { by: 'liisa' },
      approved: { by: 'matti' },
      withdrawn: { by: 'liisa', reason: 'Entered for another year' },
    });
    const listed = await asked(listDecisions, { by: 'liisa', params: { coopId: 'havu' } });
    expect(listed.body).toEqual({ decisions: [decision] });
  });

  it('is changed only as it was seen, and a dry run changes nothing', async () => {
    expect(verdict(await record('liisa', 0, { dryRun: true }))).toBe('201 RECORDED');
    expect(verdict(await asked(showDecision, { by: 'liisa', params: which }))).toBe('404 unknownDecision');
    const both = await Promise.all([record('liisa', 0), record('matti', 0)]);
    expect(both.map(verdict).toSorted()).toEqual(['201 RECORDED', '409 staleVersion']);
    expect(verdict(await record('liisa', 0))).toBe('409 staleVersion');
    expect(verdict(await withdraw('liisa', 7))).toBe('409 staleVersion');
  });

  it('is of the caller’s co-ops only, and says what does not fit in it', async () => {
    expect(verdict(await record('outsider', 0))).toBe('403 coopNotAllowed');
    const wrong = { terms: { ...terms, decidedOn: '2025-12-01' } };
    expect((await record('liisa', 0, wrong)).body).toMatchObject({
      code: 'invalidRequest',
      errors: [{ pointer: '/terms/decidedOn' }],
    });
  });
});

const params = { coopId: 'havu', kind: 'INTEREST', period: '2025', attempt: '1' } as const;
const present = (): Promise<Run> => runOf(world.db, params);
const signed = async (endpoint: Endpoint, by: string): Promise<string> => {
  const answer = await asked(endpoint, { by, params, body: { hash: (await present()).hash } });
  await world.machine.settled();
  return verdict(answer);
};

async function filesWritten(): Promise<void> {
  await calculated();
  await signed(submitRun, 'liisa');
  await signed(approveRun, 'matti');
  expect((await present()).state).toBe('FILES_WRITTEN');
}

async function calculated(more: object = {}): Promise<void> {
  await record('liisa', 0, more);
  await approve('matti', 1);
  await asked(startRun, { by: 'liisa', body: { coopId: 'havu', kind: 'INTEREST', period: '2025' } });
  await world.machine.settled();
}

describe('the run of a decision', () => {
  it('is not started before it is approved', async () => {
    const body = { coopId: 'havu', kind: 'INTEREST', period: '2025' };
    expect(verdict(await asked(startRun, { by: 'liisa', body }))).toBe('409 decisionNotApproved');
    await record('liisa', 0);
    expect(verdict(await asked(startRun, { by: 'liisa', body }))).toBe('409 decisionNotApproved');
  });

  it('is not submitted if it comes to more than the decision allows', async () => {
    await calculated({ terms: { ...terms, mostTotalCents: 999 } });
    expect((await present()).totals?.amountCents).toBe(1_000);
    expect(await signed(submitRun, 'liisa')).toBe('409 decisionExceeded');
    expect((await present()).state).toBe('CALCULATED');
  });

  it('is submitted if it comes to just that', async () => {
    await calculated({ terms: { ...terms, mostTotalCents: 1_000 } });
    expect(await signed(submitRun, 'liisa')).toBe('200 SUBMITTED');
  });

  it('is stale when the decision was said anew or taken back, at every signature', async () => {
    await calculated();
    await record('matti', 2, { terms: { ...terms, rateBasisPoints: 900 } });
    expect(await signed(submitRun, 'liisa')).toBe('409 runStale');
  });

  it('is not approved or released by a decision that was taken back meanwhile', async () => {
    await calculated();
    expect(await signed(submitRun, 'liisa')).toBe('200 SUBMITTED');
    expect(verdict(await withdraw('liisa', 2))).toBe('200 WITHDRAWN');
    expect(await signed(approveRun, 'matti')).toBe('409 runStale');
  });

  it('is not released by a decision that was taken back after the approval', async () => {
    await filesWritten();
    await withdraw('liisa', 2);
    expect(await signed(releaseRun, 'matti')).toBe('409 runStale');
    expect((await present()).state).toBe('FILES_WRITTEN');
  });

  it('once released holds its decision fast, and released again it is the same', async () => {
    await filesWritten();
    expect(await signed(releaseRun, 'matti')).toBe('200 RELEASED');
    expect(await signed(releaseRun, 'matti')).toBe('200 RELEASED');
    expect((await present()).postedAtMs).toBeDefined();
    expect(verdict(await withdraw('liisa', 3))).toBe('409 decisionNotInState');
    expect(verdict(await record('liisa', 3))).toBe('409 decisionNotInState');
  });

  it('is released in the year of payment for which its tax was withheld, and in no other', async () => {
    await filesWritten();
    world.clock.nowMs = Date.parse('2027-01-02T09:00+02:00');
    expect(await signed(releaseRun, 'matti')).toBe('409 runStale');
    world.clock.nowMs = Date.parse('2026-12-31T23:00+02:00');
    expect(await signed(releaseRun, 'matti')).toBe('200 RELEASED');
  });

  it('naive: looked at and then released, the decision can be taken back in between', async () => {
    await filesWritten();
    const run = await present();
    checkInputs(run.inputs, await runInputs(world.db, params, world.settings));
    expect(verdict(await withdraw('liisa', 2))).toBe('200 WITHDRAWN');
    const released = { released: { by: 'matti', atMs: openedAt } };
    expect(await act(world.db, run, 'release', released)).toMatchObject({ state: 'RELEASED' });
  });

  it('that died on its way to the release holds its decision until it is released or cancelled', async () => {
    await filesWritten();
    await handOverDecision(world.db, await present(), 'INTEREST');
    expect(verdict(await withdraw('liisa', 3))).toBe('409 decisionNotInState');
    expect(await signed(releaseRun, 'matti')).toBe('200 RELEASED');
  });

  it('that died on its way and is cancelled lets its decision go, to the next attempt too', async () => {
    await filesWritten();
    await handOverDecision(world.db, await present(), 'INTEREST');
    await asked(cancelRun, { by: 'liisa', params, body: { reason: 'The percentage was wrong' } });
    expect(verdict(await withdraw('liisa', 3))).toBe('200 WITHDRAWN');
  });

  it('released and taken back at once, one of both is done', async () => {
    await filesWritten();
    const [release, taken] = await Promise.all([signed(releaseRun, 'matti'), withdraw('liisa', 2)]);
    expect(['200 RELEASED/409', '409 runStale/200']).toContain(`${release}/${taken.status}`);
  });
});

describe('tax cards', () => {
  const of = { customerNumber: customerNumberOf(1), purpose: 'customerRequest' };
  const change = { ...of, source: { kind: 'authority' } };

  it('are set for some days and ended sooner, over the version that was seen', async () => {
    const card = { kind: 'PERCENTAGE', rateBasisPoints: 1_000, from: '2026-01-01' };
    expect((await asked(showTaxCards, { by: 'liisa', body: of })).body).toEqual({ version: 0, cards: [] });
    const dry = await asked(setTaxCard, { by: 'liisa', body: { ...change, ...card, version: 0, dryRun: true } });
    expect(dry.body).toMatchObject({ cards: [{ inForceToday: true }] });
    expect((await asked(setTaxCard, { by: 'liisa', body: { ...change, ...card, version: 0 } })).status).toBe(200);
    expect(verdict(await asked(setTaxCard, { by: 'liisa', body: { ...change, ...card, version: 0 } }))).toBe(
      '409 staleVersion',
    );
    const abroad = { ...change, kind: 'NON_RESIDENT', from: '2026-06-01', version: 1 };
    expect(verdict(await asked(setTaxCard, { by: 'liisa', body: abroad }))).toBe('409 taxCardConflict');
    await asked(endTaxCard, { by: 'liisa', body: { ...change, lastDay: '2026-05-31', version: 1 } });
    const set = await asked(setTaxCard, { by: 'liisa', body: { ...abroad, version: 2 } });
    expect(set.body).toEqual({
      version: 3,
      cards: [
        { ...card, lastDay: '2026-05-31', inForceToday: false },
        { kind: 'NON_RESIDENT', from: '2026-06-01', lastDay: null, inForceToday: true },
      ],
    });
    const rights = { by: 'liisa', may: ['register.read' as const], body: { ...abroad, version: 3 } };
    expect(verdict(await asked(setTaxCard, rights))).toBe('403 permissionMissing');
    expect(verdict(await asked(showTaxCards, { by: 'outsider', body: of }))).toBe('404 unknownCustomer');
  });
});
