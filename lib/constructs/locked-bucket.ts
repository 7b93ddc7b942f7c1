import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  type IBucket,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { envNames } from '../../functions/runtime/env-names.ts';
import type { StageConfig } from '../config.ts';
import { acknowledgeWildcard } from '../nag.ts';
import type { ServiceFunction } from './service-function.ts';
import type { ServiceKey } from './service-key.ts';

const closed = {
  blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
  objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
  enforceSSL: true,
  minimumTLSVersion: 1.2,
} as const;

export type LockedBucketProps = {
  key: ServiceKey;
  protect: boolean;
  lock: StageConfig['paymentFileLock'];
  /** The environment variable that binds a function to this bucket. */
  env: keyof typeof envNames;
  /** Why nobody can name its files beforehand. */
  named: string;
  /** Tells EventBridge of each file that comes. */
  announces?: true;
};

/**
 * A bucket whose files nobody changes or deletes: every version is locked for its time, and gone after it. The local cloud does not take Object Lock
 * over from CloudFormation; there it is set after the deploy.
 */
export class LockedBucket extends Construct {
  readonly bucket: Bucket;
  readonly #props: LockedBucketProps;

  constructor(scope: Construct, id: string, props: LockedBucketProps) {
    super(scope, id);
    this.#props = props;
    const { key, protect, lock } = props;
    const removalPolicy = protect ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
    const accessLogs = new Bucket(this, 'AccessLogs', {
      ...closed,
      removalPolicy,
      // Access logs are delivered to buckets under S3's own keys only.
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ expiration: Duration.days(400), abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    });
    const lockTime = Duration.days(lock.years * 366);
    this.bucket = new Bucket(this, 'Bucket', {
      ...closed,
      removalPolicy,
      encryption: BucketEncryption.KMS,
      encryptionKey: key.key,
      bucketKeyEnabled: true,
      versioned: true,
      objectLockEnabled: true,
      objectLockDefaultRetention:
        lock.mode === 'COMPLIANCE'
          ? ObjectLockRetention.compliance(lockTime)
          : ObjectLockRetention.governance(lockTime),
      serverAccessLogsBucket: accessLogs as IBucket,
      lifecycleRules: [
        {
          expiration: lockTime,
          noncurrentVersionExpiration: Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
    // On the resource itself: the CDK's own setting needs a function of Python, which the local cloud does not run.
    if (props.announces)
      (this.bucket.node.defaultChild as CfnBucket).notificationConfiguration = {
        eventBridgeConfiguration: { eventBridgeEnabled: true },
      };
  }

  /** The files as policies of other stacks name them. */
  get files(): string {
    return `${Stack.of(this).exportValue(this.bucket.bucketArn)}/*`;
  }

  /** Tells a function of another stack the bucket's name and lets it read files, or write and read them. */
  grant(to: ServiceFunction, actions: readonly ('GetObject' | 'GetObjectVersion' | 'PutObject')[]): void {
    const { key, env, named } = this.#props;
    acknowledgeWildcard(to.rights, this.files, `${named}; the bucket holds nothing else.`);
    to.bind(env, this.bucket.bucketName);
    to.addToRolePolicy(
      new PolicyStatement({ actions: actions.map((action) => `s3:${action}`), resources: [this.files] }),
    );
    key.grant(to, 's3', actions.includes('PutObject') ? ['read', 'write'] : ['read']);
  }
}
