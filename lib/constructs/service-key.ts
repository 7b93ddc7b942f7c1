import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { ServiceFunction } from './service-function.ts';

const actions = {
  read: ['kms:Decrypt', 'kms:DescribeKey'],
  write: ['kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'],
} as const;

export type KeyUse = keyof typeof actions;

/** The customer-managed key of everything that holds personal data. Functions use it only through the service that keeps the data. */
export class ServiceKey extends Construct {
  readonly key: Key;

  constructor(scope: Construct, id: string, props: { protect: boolean; alarmsByEmail: boolean }) {
    super(scope, id);
    this.key = new Key(this, 'Key', {
      description: 'Omistaja: tables, queues and payment files',
      enableKeyRotation: true,
      removalPolicy: props.protect ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    });
    this.allowEvents();
    if (props.alarmsByEmail) this.allowAlarms();
  }

  /** Lets a function use the key for what it does at `service`, and for nothing else. */
  grant(to: ServiceFunction, service: 'dynamodb' | 'sqs' | 's3' | 'sns', uses: readonly KeyUse[]): void {
    to.addToRolePolicy(
      new PolicyStatement({
        actions: uses.flatMap((use) => actions[use]),
        resources: [this.key.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `${service}.${Stack.of(this).region}.amazonaws.com` } },
      }),
    );
  }

  /** EventBridge puts what it hears of into queues under this key. */
  private allowEvents(): void {
    this.key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
  }

  private allowAlarms(): void {
    this.key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
    );
  }
}
