import { whenLambdaIsBusy, whenTheStepFails } from './step-retries.ts';
import type { StepName } from './workflow-functions.ts';

/** States of the Amazon States Language by name. */
export type States = Record<string, object>;
export type FunctionOf = (step: StepName) => { functionArn: string; timeoutSeconds: number };

export const ofRun = { 'run.$': '$.run' };
export const firstPage = { cursor: null };
export const discarded = { ResultPath: null };
export const afterAnyFailure = [{ ErrorEquals: ['States.ALL'], ...discarded, Next: 'StopAfterFailure' }];

/** What happens to a message changes nothing for the run: it goes on, and the message is tried again at the next look. */
const whateverBecomesOfIt = (next: string): object => ({
  Catch: [{ ErrorEquals: ['States.ALL'], ...discarded, Next: next }],
  ...discarded,
  Next: next,
});

/** Makes the states that call functions. */
export function stepStates(functionOf: FunctionOf, retryAfterSeconds: number) {
  const task = (step: StepName, input: object, rest: object): object => ({
    Type: 'Task',
    Resource: functionOf(step).functionArn,
    TimeoutSeconds: functionOf(step).timeoutSeconds + 30,
    Parameters: input,
    Retry: [whenLambdaIsBusy(retryAfterSeconds), whenTheStepFails(retryAfterSeconds)],
    ...rest,
  });
  return {
    task,
    /** A task whose failure, after its repetitions, stops the run. */
    guarded: (step: StepName, input: object, rest: object): object =>
      task(step, input, { ...rest, Catch: afterAnyFailure }),
    /** Tells who approves, and goes on. */
    telling: (next: string): object => task('tell-approvers', ofRun, whateverBecomesOfIt(next)),
  };
}
export type StepStates = ReturnType<typeof stepStates>;

export type ForEach = {
  label: string;
  items: string;
  atOnce: number;
  /** What a child gets, beside the run. */
  input: object;
  states: States;
};

/** One child execution for each item, so that no history grows with their number. Results are items of the table, not of the state. */
export function forEach({ label, items, atOnce, input, states }: ForEach): object {
  return {
    Type: 'Map',
    Label: label,
    ItemsPath: items,
    ItemSelector: { ...ofRun, ...input },
    MaxConcurrency: atOnce,
    ToleratedFailurePercentage: 0,
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: Object.keys(states)[0],
      States: states,
    },
    ...discarded,
  };
}

/** A machine of one state. */
export const only = (name: string, state: object): object => ({
  StartAt: name,
  States: { [name]: { ...state, End: true } },
});

export const choice = (variable: string, next: Readonly<Record<string, string>>): object => ({
  Type: 'Choice',
  Choices: Object.entries(next).map(([value, state]) => ({ Variable: variable, StringEquals: value, Next: state })),
  Default: 'StopAfterFailure',
});

/** The end of a loop over pages: the step answered the cursor of the next page, or null. */
export const untilLastPage = (again: string, then: string): object => ({
  Type: 'Choice',
  Choices: [{ Variable: '$.page.cursor', IsNull: true, Next: then }],
  Default: again,
});

/** Ends a child that has nothing to tell. */
export const silentEnd = { Type: 'Succeed', OutputPath: null };
