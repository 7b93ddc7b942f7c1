import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type IBucket,
  ObjectLockRetention,
  ObjectOwnership,
} from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
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

export type PaymentFilesProps = { key: ServiceKey; protect: boolean; lock: StageConfig['paymentFileLock'] };

/**
 * The bucket of payment files: every version locked for its voucher time and gone after it. The local cloud does not take Object Lock
 * over from CloudFormation; there it is set after the deploy.
 */
export class PaymentFiles extends Construct {
  readonly bucket: Bucket;
  readonly #key: ServiceKey;

  constructor(scope: Construct, id: string, { key, protect, lock }: PaymentFilesProps) {
    super(scope, id);
    this.#key = key;
    const removalPolicy = protect ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY;
    const accessLogs = new Bucket(this, 'AccessLogs', {
      ...closed,
      removalPolicy,
      // Access logs are delivered to buckets under S3's own keys only.
      encryption: BucketEncryption.S3_MANAGED,
      lifecycleRules: [{ expiration: Duration.days(400), abortIncompleteMultipartUploadAfter: Duration.days(1) }],
    });
    const voucherTime = Duration.days(lock.years * 366);
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
          ? ObjectLockRetention.compliance(voucherTime)
          : ObjectLockRetention.governance(voucherTime),
      serverAccessLogsBucket: accessLogs as IBucket,
      lifecycleRules: [
        {
          expiration: voucherTime,
          noncurrentVersionExpiration: Duration.days(30),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
        },
      ],
    });
  }

  /** Tells a function of another stack the bucket's name and lets it read files, or write and read them. */
  grant(to: ServiceFunction, actions: readonly ('GetObject' | 'PutObject')[]): void {
    // As other stacks see it, so that what is acknowledged is what their policies say.
    const files = `${Stack.of(this).exportValue(this.bucket.bucketArn)}/*`;
    acknowledgeWildcard(
      to.rights,
      files,
      'Files are named after runs, which are not known beforehand; the bucket holds nothing else.',
    );
    to.bind('paymentBucket', this.bucket.bucketName);
    to.addToRolePolicy(new PolicyStatement({ actions: actions.map((action) => `s3:${action}`), resources: [files] }));
    this.#key.grant(to, 's3', actions.includes('PutObject') ? ['read', 'write'] : ['read']);
  }
}
