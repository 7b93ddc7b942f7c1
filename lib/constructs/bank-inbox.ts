import { Duration } from 'aws-cdk-lib';
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import { FilterPattern, MetricFilter } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../nag.ts';
import type { LockedBucket } from './locked-bucket.ts';
import { type FunctionDefaults, ServiceFunction } from './service-function.ts';
import type { ServiceKey } from './service-key.ts';
import type { ServiceTable } from './service-table.ts';
import { WorkQueue } from './work-queue.ts';

export type BankInboxProps = {
  key: ServiceKey;
  inbox: LockedBucket;
  register: ServiceTable<string>;
  paymentFiles: LockedBucket;
  timeoutSeconds: number;
};

/** Which log lines of the reader a person must look at: see functions/queue/read-bank-files.ts. */
const refusedLine = 'bank file refused';
const namespace = 'Omistaja';

/**
 * Takes in what the bank drops: a file in the inbox becomes a message, and the reader takes in one file a message. Files stay where they are, also
 * those that are refused.
 */
export class BankInbox extends Construct {
  readonly files: WorkQueue;
  readonly function: ServiceFunction;
  /** Files refused, a minute. */
  readonly refusals: Metric;

  constructor(
    scope: Construct,
    id: string,
    { key, inbox, register, paymentFiles, timeoutSeconds }: BankInboxProps,
    defaults: FunctionDefaults,
  ) {
    super(scope, id);
    this.files = new WorkQueue(this, 'Files', { key, consumerTimeoutSeconds: timeoutSeconds, env: 'bankFileQueueUrl' });
    this.function = new ServiceFunction(
      this,
      'read-bank-files',
      {
        errorImpact: "the bank's answers and payments of shares wait in the inbox; nothing is lost for 14 days.",
        calledBy: 'queue',
        timeoutSeconds,
        memoryMb: 1_024,
      },
      defaults,
    );
    register.grant(this.function, ['BatchGetItem', 'ConditionCheckItem', 'GetItem', 'PutItem', 'Query', 'UpdateItem']);
    inbox.grant(this.function, ['GetObject', 'GetObjectVersion']);
    paymentFiles.grant(this.function, ['GetObject', 'PutObject']);
    this.files.grant(this.function, 'consume');
    this.announce(inbox);
    const mapping = new EventSourceMapping(this, 'EachFile', {
      target: this.function,
      eventSourceArn: this.files.queue.queueArn,
      batchSize: 1,
      maxConcurrency: 4,
      reportBatchItemFailures: true,
    });
    acknowledge(mapping, {
      'Serverless-LambdaEventSourceMappingDestination':
        "Queues have no such destination: the queue's dead-letter queue gets what fails.",
    });
    this.refusals = this.counted(defaults.prefix);
  }

  /** Each object that is put into the inbox becomes a message of the queue; one that cannot goes where dead letters are. */
  private announce(inbox: LockedBucket): void {
    const { queue, deadLetters } = this.files;
    const rule = new CfnRule(this, 'Dropped', {
      description: 'Files of the bank that come into the inbox',
      eventPattern: {
        source: ['aws.s3'],
        'detail-type': ['Object Created'],
        detail: { bucket: { name: [inbox.bucket.bucketName] } },
      },
      targets: [{ id: 'Files', arn: queue.queueArn, deadLetterConfig: { arn: deadLetters.queueArn } }],
    });
    for (const each of [queue, deadLetters])
      each.addToResourcePolicy(
        new PolicyStatement({
          principals: [new ServicePrincipal('events.amazonaws.com')],
          actions: ['sqs:SendMessage'],
          resources: [each.queueArn],
          conditions: { ArnEquals: { 'aws:SourceArn': rule.attrArn } },
        }),
      );
  }

  private counted(prefix: string): Metric {
    const metricName = `${prefix}-bank-files-refused`;
    new MetricFilter(this, 'Refused', {
      logGroup: this.function.logGroup,
      filterPattern: FilterPattern.literal(`"${refusedLine}"`),
      metricNamespace: namespace,
      metricName,
      metricValue: '1',
    });
    return new Metric({ namespace, metricName, period: Duration.minutes(1), statistic: Stats.SUM });
  }
}
