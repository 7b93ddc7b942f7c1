import { describe, expect, it } from 'vitest';
import { resumePoints, stepInputs } from '../../functions/workflow/state.ts';
import { configs } from '../../lib/config.ts';
import { type Resource, resourceOf, resourcesOf, synthesized } from './synthesized.ts';

type State = {
  Type: string;
  Next?: string;
  Default?: string;
  End?: boolean;
  Choices?: { Next: string; StringEquals?: string }[];
  Catch?: { ErrorEquals: string[]; Next: string; ResultPath: unknown }[];
  Retry?: { ErrorEquals: string[]; MaxAttempts: number; JitterStrategy: string; MaxDelaySeconds: number }[];
  Resource?: unknown;
  Parameters?: Record<string, unknown>;
  ItemSelector?: Record<string, unknown>;
  ItemProcessor?: Machine;
  Branches?: Machine[];
  TimeoutSeconds?: number;
  MaxConcurrency?: number;
  ToleratedFailurePercentage?: number;
};
type Machine = { StartAt: string; States: Record<string, State>; ProcessorConfig?: { Mode: string } };

const { stateless } = synthesized('prod');
const machine = resourceOf(stateless, 'AWS::StepFunctions::StateMachine', 'Payouts').Properties;

/** The definition with each function's ARN put back as its name. */
const definition: Machine = JSON.parse(
  (machine.DefinitionString as { 'Fn::Join': [string, (string | { 'Fn::GetAtt': [string, string] })[]] })['Fn::Join'][1]
    .map((part) => (typeof part === 'string' ? part : functionName(part['Fn::GetAtt'][0])))
    .join(''),
);

function functionName(logicalId: string): string {
  const found: Resource | undefined = resourcesOf(stateless, 'AWS::Lambda::Function')[logicalId];
  return String(found?.Properties.FunctionName).replace('omistaja-prod-', '');
}

const inner = (state: State): Machine[] => [
  ...(state.Branches ?? []),
  ...(state.ItemProcessor ? [state.ItemProcessor] : []),
];
const machines = (of: Machine): Machine[] => [of, ...Object.values(of.States).flatMap(inner).flatMap(machines)];
const all = machines(definition);
const states = all.flatMap(({ States }) => Object.entries(States));
const tasks = states.filter(([, state]) => state.Type === 'Task');
const nextOf = (state: State): string[] =>
  [
    state.Next,
    state.Default,
    ...(state.Choices ?? []).map(({ Next }) => Next),
    ...(state.Catch ?? []).map(({ Next }) => Next),
  ].filter((name) => name !== undefined);

const calledBy = (state: State): string =>
  String(
    typeof state.Resource === 'string' && !state.Resource.startsWith('arn:')
      ? state.Resource
      : state.Parameters?.FunctionName,
  );
const inputOf = (state: State): Record<string, unknown> =>
  (state.Parameters?.Payload ?? state.Parameters ?? {}) as Record<string, unknown>;

describe('its states', () => {
  it('lead to each other, and each can be reached', () => {
    for (const { StartAt, States } of all) {
      const reached = new Set([StartAt]);
      for (const name of reached) for (const next of nextOf(States[name] ?? { Type: '' })) reached.add(next);
      expect([...reached].sort()).toEqual(Object.keys(States).sort());
    }
  });

  it('have names of their own', () => {
    expect(new Set(states.map(([name]) => name)).size).toBe(states.length);
  });

  it('go on from wherever the plan says', () => {
    const points = definition.States.WhereToGoOn?.Choices?.map(({ StringEquals }) => StringEquals);
    expect(points?.sort()).toEqual([...resumePoints].sort());
  });
});

describe.each(tasks)('task %s', (_, state) => {
  it('gives its function what the function takes, and nothing else', () => {
    const camel = calledBy(state).replace(/-(\w)/g, (__, letter: string) =>
      letter.toUpperCase(),
    ) as keyof typeof stepInputs;
    const given = Object.keys(inputOf(state)).map((key) => key.replace(/\.\$$/, ''));
    expect(given.sort()).toEqual(Object.keys(stepInputs[camel].shape).sort());
  });

  it('is repeated with back-off and jitter, a bounded number of times', () => {
    const errors = state.Retry?.flatMap(({ ErrorEquals }) => ErrorEquals);
    expect(errors).toEqual(
      expect.arrayContaining(['Lambda.TooManyRequestsException', 'Lambda.ServiceException', 'States.TaskFailed']),
    );
    for (const { MaxAttempts, JitterStrategy, MaxDelaySeconds } of state.Retry ?? []) {
      expect(MaxAttempts).toBeLessThanOrEqual(8);
      expect([JitterStrategy, MaxDelaySeconds]).toEqual(['FULL', 60]);
    }
  });

  it('ends some time', () => {
    expect(state.TimeoutSeconds).toBeGreaterThan(10);
  });
});

describe('a failure', () => {
  it('anywhere stops the run, with its reason told to the run', () => {
    const mayFail = Object.entries(definition.States).filter(
      ([name, { Type }]) => ['Task', 'Map', 'Parallel'].includes(Type) && !/^(Stop|Tell)/.test(name),
    );
    expect(mayFail.length).toBeGreaterThan(8);
    for (const [, state] of mayFail) {
      expect(state.Catch?.at(-1)).toEqual({ ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'StopAfterFailure' });
    }
    const problems = tasks
      .filter(([, state]) => calledBy(state) === 'stop-run')
      .map(([, state]) => inputOf(state).problem);
    expect(problems.sort()).toEqual(['STEP_FAILED', 'SUMS_DIFFER']);
    for (const name of ['SumsDiffer', 'StepFailed']) expect(definition.States[name]?.Type).toBe('Fail');
  });

  it('of a message changes nothing: the run goes on where it would have gone', () => {
    const telling = tasks.filter(([, state]) => calledBy(state) === 'tell-approvers');
    expect(telling.map(([, { Next }]) => Next).sort()).toEqual(['AwaitApproval', 'Done', 'StepFailed', 'SumsDiffer']);
    for (const [, { Next, Catch }] of telling)
      expect(Catch).toEqual([{ ErrorEquals: ['States.ALL'], ResultPath: null, Next }]);
  });

  it('of one shard is not tolerated', () => {
    const maps = states.filter(([, { ItemProcessor }]) => ItemProcessor?.ProcessorConfig?.Mode === 'DISTRIBUTED');
    expect(maps).toHaveLength(4);
    for (const [, state] of maps)
      expect([state.ToleratedFailurePercentage, state.MaxConcurrency]).toEqual([0, expect.any(Number)]);
  });
});

it('waits for the approval anew when the wait runs out, which heals a lost answer', () => {
  const wait = definition.States.AwaitApproval;
  expect(wait?.Resource).toBe('arn:aws:states:::lambda:invoke.waitForTaskToken');
  expect(wait?.Catch?.[0]).toMatchObject({ ErrorEquals: ['States.Timeout'], Next: 'TellApprovers' });
  // Each signature wakes it up; what is to be done next, the run's state says.
  expect(wait?.Next).toBe('PlanRun');
  expect(wait?.Retry?.flatMap(({ ErrorEquals }) => ErrorEquals)).not.toContain('States.Timeout');
});

it('carries ids and counters only', () => {
  const paths = states.flatMap(([, state]) =>
    [state.Parameters, state.ItemSelector].flatMap((fields) => keysOf(fields ?? {})),
  );
  expect([...new Set(paths)].sort()).toEqual(
    [
      'FunctionName',
      'Payload',
      'cursor',
      'fileNumber',
      'outletIds',
      'page',
      'pass',
      'plan',
      'problem',
      'round',
      'run',
      'shard',
      'shards',
      'taskToken',
    ].sort(),
  );
});

function keysOf(fields: Record<string, unknown>): string[] {
  return Object.entries(fields).flatMap(([key, value]) => [
    key.replace(/\.\$$/, ''),
    ...(typeof value === 'object' && value !== null ? keysOf(value as Record<string, unknown>) : []),
  ]);
}

it('logs every step and no data', () => {
  expect(machine.StateMachineType).toBe('STANDARD');
  expect(machine.LoggingConfiguration).toMatchObject({ Level: 'ALL', IncludeExecutionData: false });
});

it('may invoke its steps and no other function', () => {
  const { PolicyDocument } = resourceOf(stateless, 'AWS::IAM::Policy', 'PayoutsRole').Properties as {
    PolicyDocument: { Statement: { Action: string | string[]; Resource: unknown }[] };
  };
  const invoked = PolicyDocument.Statement.filter(({ Action }) => Action === 'lambda:InvokeFunction').flatMap(
    ({ Resource }) => Resource as { 'Fn::GetAtt': [string, string] }[],
  );
  const names = invoked.map((resource) => functionName(resource['Fn::GetAtt'][0]));
  expect(names.sort()).toEqual([...new Set(tasks.map(([, state]) => calledBy(state)))].sort());
});

it('looks once a day, in Finnish time, for what is due, by a scheduler that may invoke one function', () => {
  const { hour } = configs.prod.schedule;
  expect(resourceOf(stateless, 'AWS::Scheduler::Schedule', 'Schedule').Properties).toMatchObject({
    ScheduleExpression: `cron(0 ${hour} * * ? *)`,
    ScheduleExpressionTimezone: 'Europe/Helsinki',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: { Arn: { 'Fn::GetAtt': [expect.stringContaining('startdueruns'), 'Arn'] } },
  });
  const policy = resourceOf(stateless, 'AWS::IAM::Policy', 'ScheduleRole').Properties.PolicyDocument;
  expect(policy).toMatchObject({
    Statement: [
      {
        Effect: 'Allow',
        Action: 'lambda:InvokeFunction',
        Resource: { 'Fn::GetAtt': [expect.stringContaining('startdueruns'), 'Arn'] },
      },
    ],
  });
});
