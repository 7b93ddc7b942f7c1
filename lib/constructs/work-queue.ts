import { Duration } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { envNames } from '../../functions/runtime/env-names.ts';
import { acknowledge } from '../nag.ts';
import type { ServiceFunction } from './service-function.ts';
import type { ServiceKey } from './service-key.ts';

const rights = {
  send: ['SendMessage'],
  count: ['GetQueueAttributes'],
  consume: ['ReceiveMessage', 'DeleteMessage', 'GetQueueAttributes'],
} as const;

export type WorkQueueProps = { key: ServiceKey; consumerTimeoutSeconds: number; env: keyof typeof envNames };

/**
 * A queue with its dead-letter queue. A message is invisible for six times its consumer's life, as Lambda asks for, and after five vain
 * attempts it waits in the dead-letter queue for a person, for 14 days.
 */
export class WorkQueue extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly #props: WorkQueueProps;

  constructor(scope: Construct, id: string, props: WorkQueueProps) {
    super(scope, id);
    this.#props = props;
    const shared = {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: props.key.key,
      // One request to the key an hour for each sender and receiver, not one every five minutes.
      dataKeyReuse: Duration.hours(1),
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    };
    this.deadLetters = new Queue(this, 'DeadLetters', shared);
    this.queue = new Queue(this, 'Queue', {
      ...shared,
      visibilityTimeout: Duration.seconds(6 * props.consumerTimeoutSeconds),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount: 5 },
    });
    acknowledge(this.deadLetters, {
      'Serverless-SQSRedrivePolicy': 'This is the dead-letter queue.',
    });
  }

  /** Lets a function send to the queue, count what waits in it, or consume it; senders and counters learn its address. */
  grant(to: ServiceFunction, use: keyof typeof rights): void {
    if (use !== 'consume') to.bind(this.#props.env, this.queue.queueUrl);
    const actions = rights[use].map((action) => `sqs:${action}`);
    to.addToRolePolicy(new PolicyStatement({ actions, resources: [this.queue.queueArn] }));
    if (use === 'send') this.#props.key.grant(to, 'sqs', ['read', 'write']);
    if (use === 'consume') this.#props.key.grant(to, 'sqs', ['read']);
  }
}
