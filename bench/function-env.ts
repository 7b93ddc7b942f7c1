import { envNames } from '../functions/runtime/env-names.ts';
import { configs } from '../lib/config.ts';
import { neutralEnv } from '../scripts/local-cloud/environment.ts';
import type { Stub } from './stub/start.ts';

/** The environment of a function as Lambda gives it (static credentials, region, settings), with the stub for AWS. */
export function functionEnv(stub: Pick<Stub, 'endpointUrl'>): NodeJS.ProcessEnv {
  return {
    ...neutralEnv(),
    AWS_REGION: 'eu-north-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_SESSION_TOKEN: 'test',
    AWS_ENDPOINT_URL: stub.endpointUrl,
    AWS_LAMBDA_FUNCTION_NAME: 'bench',
    NO_PROXY: '127.0.0.1',
    [envNames.registerTable]: 'Register',
    [envNames.accessTable]: 'AccessEvents',
    [envNames.receiptQueueUrl]: `${stub.endpointUrl}/000000000000/Receipts`,
    [envNames.payoutStateMachineArn]: 'arn:aws:states:eu-north-1:000000000000:stateMachine:payout',
    [envNames.paymentBucket]: 'payment-files',
    [envNames.sealBucket]: 'access-seals',
    [envNames.returnBucket]: 'tax-returns',
    [envNames.returnWorkArn]: 'arn:aws:states:eu-north-1:000000000000:stateMachine:annual-return',
    [envNames.fieldKeyArn]: 'arn:aws:kms:eu-north-1:000000000000:key/fields',
    [envNames.indexKeyArn]: 'arn:aws:kms:eu-north-1:000000000000:key/index',
    [envNames.settings]: JSON.stringify(configs.prod.settings),
  };
}
