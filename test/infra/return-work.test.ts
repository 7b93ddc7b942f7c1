import { expect, it } from 'vitest';
import { returnWorkInput } from '../../functions/workflow/annual-return/work-return.ts';
import { resourceOf, synthesized } from './synthesized.ts';

const { stateless } = synthesized('prod');
const machine = resourceOf(stateless, 'AWS::StepFunctions::StateMachine', 'Returns').Properties;
const definition = JSON.parse(
  (machine.DefinitionString as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1]
    .map((part) => (typeof part === 'string' ? part : 'work-return'))
    .join(''),
);

it('calls its one function until nothing is left', () => {
  expect(definition).toMatchObject({
    StartAt: 'Work',
    States: {
      Work: { Type: 'Task', Resource: 'work-return', ResultPath: '$.page', Next: 'IsLeft' },
      IsLeft: { Type: 'Choice', Choices: [{ Variable: '$.page.cursor', IsNull: true, Next: 'Done' }], Default: 'Work' },
      Done: { Type: 'Succeed' },
    },
  });
});

it('hands over which return and what to do, nothing of a payee, and logs neither', () => {
  const given = definition.States.Work.Parameters;
  expect(given).toEqual({ 'return.$': '$.return', 'job.$': '$.job' });
  expect(Object.keys(returnWorkInput.shape).toSorted()).toEqual(['job', 'return']);
  expect(machine.LoggingConfiguration).toMatchObject({ IncludeExecutionData: false, Level: 'ALL' });
});

it('repeats what fails, for some minutes, and then fails itself, so that the alarm tells', () => {
  const attempts = definition.States.Work.Retry.map(({ MaxAttempts }: { MaxAttempts: number }) => MaxAttempts);
  expect(attempts).toEqual([8, 3]);
  expect(definition.States.Work.Catch).toBeUndefined();
  expect(definition.States.Work.TimeoutSeconds).toBeGreaterThan(300);
});

it('keeps the files of returns as long as payment files, locked, where nobody else reaches them', () => {
  const { stateful } = synthesized('prod');
  expect(resourceOf(stateful, 'AWS::S3::Bucket', 'TaxReturnsBucket').Properties).toMatchObject({
    ObjectLockEnabled: true,
    ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 7 * 366 } } },
  });
});
