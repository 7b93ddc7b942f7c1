import { Duration } from 'aws-cdk-lib';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { StageConfig } from '../config.ts';
import { acknowledge } from '../nag.ts';
import { type FunctionDefaults, ServiceFunction } from './service-function.ts';
import type { ServiceTable } from './service-table.ts';
import type { WorkQueue } from './work-queue.ts';

export type ReceiptRecorderProps = {
  queue: WorkQueue;
  register: ServiceTable<string>;
  recorder: StageConfig['recorder'];
};

/** Writes the receipts that wait in the queue to the register, a batch at a time; what could not be written goes back alone. */
export class ReceiptRecorder extends Construct {
  readonly function: ServiceFunction;

  constructor(
    scope: Construct,
    id: string,
    { queue, register, recorder }: ReceiptRecorderProps,
    defaults: FunctionDefaults,
  ) {
    super(scope, id);
    this.function = new ServiceFunction(
      this,
      'record-receipts',
      {
        errorImpact: 'receipts wait in the queue unrecorded, and day-ends answer pending; nothing is lost for 14 days.',
        calledBy: 'queue',
        timeoutSeconds: recorder.timeoutSeconds,
      },
      defaults,
    );
    register.grant(this.function, ['BatchGetItem', 'GetItem', 'PutItem']);
    queue.grant(this.function, 'consume');
    const mapping = new EventSourceMapping(this, 'Receipts', {
      target: this.function,
      eventSourceArn: queue.queue.queueArn,
      batchSize: recorder.messagesPerBatch,
      maxBatchingWindow: Duration.seconds(recorder.batchingWindowSeconds),
      maxConcurrency: recorder.mostConcurrent,
      reportBatchItemFailures: true,
    });
    acknowledge(mapping, {
      'Serverless-LambdaEventSourceMappingDestination':
        "Queues have no such destination: the queue's dead-letter queue gets what fails.",
    });
  }
}
