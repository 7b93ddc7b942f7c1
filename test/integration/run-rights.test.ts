import { describe, expect, it } from 'vitest';
import { startDueRuns } from '../../functions/schedule/start-due-runs.ts';
import { stepNames } from '../../lib/constructs/workflow-functions.ts';
import {
  cardItem,
  coop,
  coopItems,
  fullShareCents,
  household,
  householdItems,
  outletItems,
  receipt,
} from '../fixtures/run-coop.ts';
import { load, record, runMonth } from '../fixtures/run-driver.ts';
import { afterOpening, lateButInTime, openingOf } from '../fixtures/run-scene.ts';
import { newWorld } from '../fixtures/run-world.ts';
import { type Resource, resourcesOf, synthesized } from '../infra/synthesized.ts';

/**
 * The local cloud lets every function do everything. Here the calls that the steps make over three months, with everything in
 * them, are held against what the template of production allows each.
 */
const december = '2025-12';
const months = [december, '2026-01', '2026-02'] as const;

/** Every call of every step, as action and where: the table, one of its indexes, or the bucket. */
async function callsByStep(): Promise<Map<string, Set<string>>> {
  const calls = new Map<string, Set<string>>();
  let step = '';
  const world = newWorld({
    onStep: (moment) => {
      step = moment.when === 'before' ? moment.step : '';
    },
  });
  const late = household(5, { cardKnown: false });
  await load(world, [
    ...coopItems(coop()),
    ...outletItems('101'),
    ...[household(1), household(2, { sharePaidCents: fullShareCents - 100 }), late].flatMap(householdItems),
  ]);
  world.faults.current = {
    before: ({ operation, input }) => {
      if (step === '' || operation === 'PutExecution') return;
      const where = operation === 'PutObject' ? 'paymentFiles' : String(input.IndexName ?? 'register');
      calls.set(step, (calls.get(step) ?? new Set()).add(`${operation} ${where}`));
    },
  };
  for (const month of months) {
    await record(
      world,
      lateButInTime(month),
      receipt(1, `${month}-10T12:00`, 30_000),
      receipt(2, `${month}-10T12:00`, 40_000),
      receipt(5, `${month}-10T12:00`, 5_000),
    );
    if (month !== december) await load(world, [cardItem(late)]);
    await runMonth(world, openingOf(month), { period: month });
    await record(world, afterOpening(month), receipt(1, `${month}-11T12:00`, 25_000));
  }
  step = 'start-due-runs';
  world.use();
  await startDueRuns(world.db, openingOf('2026-03'), world.settings);
  step = '';
  await world.machine.settled();
  return calls;
}

type Statement = { Action: string | string[]; Resource: unknown };
const list = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);

/** What the template of production allows a function, in the same words. */
function rightsOf(name: string): Set<string> {
  const { stateless } = synthesized('prod');
  const roleOf = ({ Properties }: Resource): string =>
    JSON.stringify((Properties.Role as { 'Fn::GetAtt': [string, string] })['Fn::GetAtt'][0]);
  const found = Object.values(resourcesOf(stateless, 'AWS::Lambda::Function')).find(
    ({ Properties }) => Properties.FunctionName === `omistaja-prod-${name}`,
  );
  if (found === undefined) throw new Error(`the template has no function ${name}`);
  const statements = Object.values(resourcesOf(stateless, 'AWS::IAM::Policy'))
    .filter(({ Properties }) => JSON.stringify(Properties.Roles).includes(roleOf(found)))
    .flatMap(({ Properties }) => (Properties.PolicyDocument as { Statement: Statement[] }).Statement);
  return new Set(
    statements.flatMap(({ Action, Resource: resources }) =>
      list(Action).flatMap((action) =>
        list(resources).map((resource) => `${action.replace(/^\w+:/, '')} ${placeOf(JSON.stringify(resource))}`),
      ),
    ),
  );
}

function placeOf(resource: string): string {
  if (/FilesBucket/.test(resource)) return 'paymentFiles';
  return /\/index\/(\w+)/.exec(resource)?.[1] ?? (/RegisterTable/.test(resource) ? 'register' : resource);
}

/** A transaction of puts needs the right to put. */
const rightFor = (call: string): string => call.replace('TransactWriteItems', 'PutItem');

describe('the steps of a run', { timeout: 60_000 }, () => {
  it('do nothing that the template of production does not allow them', async () => {
    const calls = await callsByStep();
    const all = [...stepNames.filter((name) => name !== 'stop-run'), 'start-due-runs'];
    expect([...calls.keys()].toSorted()).toEqual(all.toSorted());
    const gaps = [...calls].flatMap(([step, made]) => {
      const rights = rightsOf(step);
      return [...made].filter((call) => !rights.has(rightFor(call))).map((call) => `${step}: ${call}`);
    });
    expect(gaps).toEqual([]);
  });
});
