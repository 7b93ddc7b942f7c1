import { Stack } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeWildcard } from '../nag.ts';
import type { LockedBucket } from './locked-bucket.ts';
import type { ServiceKey } from './service-key.ts';

export type BankConnectionProps = { name: string; key: ServiceKey; inbox: LockedBucket };

/**
 * What the bank's connection may do, whatever it is (a file transfer, a program of the co-op's): put files into the inbox. It reads nothing, not even
 * what it has put. The policy is given to its role or user outside of this app.
 */
export class BankConnection extends Construct {
  constructor(scope: Construct, id: string, { name, key, inbox }: BankConnectionProps) {
    super(scope, id);
    const policy = new ManagedPolicy(this, 'Policy', {
      managedPolicyName: name,
      description: "Drops the bank's files in the inbox of Omistaja, and reads nothing",
      statements: [
        new PolicyStatement({ sid: 'Drop', actions: ['s3:PutObject'], resources: [inbox.files] }),
        new PolicyStatement({
          sid: 'Key',
          actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
          resources: [key.key.keyArn],
          conditions: { StringEquals: { 'kms:ViaService': `s3.${Stack.of(this).region}.amazonaws.com` } },
        }),
      ],
    });
    acknowledgeWildcard(policy, inbox.files, 'The bank names its files; the bucket holds nothing else.');
  }
}
