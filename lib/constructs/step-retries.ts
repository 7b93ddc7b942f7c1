/** A retry rule of the Amazon States Language. */
type Retry = {
  ErrorEquals: string[];
  IntervalSeconds: number;
  MaxAttempts: number;
  BackoffRate: number;
  MaxDelaySeconds: number;
  JitterStrategy: 'FULL';
};

const backOff = (firstSeconds: number) =>
  ({ IntervalSeconds: firstSeconds, BackoffRate: 2, MaxDelaySeconds: 60, JitterStrategy: 'FULL' }) as const;

/**
 * Faults of Lambda itself and throttling: the step did not run, or may run later. They pass, so there are many attempts, spread out by
 * full jitter: up to 2, 4, 8 … 60 seconds, about five minutes in all.
 */
export const whenLambdaIsBusy = (firstSeconds: number): Retry => ({
  ErrorEquals: [
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.TooManyRequestsException',
  ],
  MaxAttempts: 8,
  ...backOff(firstSeconds),
});

/**
 * The step ran and failed, or ran too long. Every step may be repeated at any point, so it is, but only three times: a fault in the data
 * or in the code does not pass, and a person should hear of it soon.
 */
export const whenTheStepFails = (firstSeconds: number): Retry => ({
  ErrorEquals: ['States.TaskFailed', 'States.Timeout'],
  MaxAttempts: 3,
  ...backOff(firstSeconds),
});

/** The same for a step that waits for a person: that it has waited its time out is no failure. */
export const whenTheCallFails = (firstSeconds: number): Retry => ({
  ...whenTheStepFails(firstSeconds),
  ErrorEquals: ['States.TaskFailed'],
});
