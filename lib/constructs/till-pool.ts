import { Aws, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Mfa, OAuthScope, ResourceServerScope, UserPool, type UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { scopes } from '../../contract/endpoint.ts';
import { acknowledge } from '../nag.ts';

export type TillPoolProps = { name: string; retailers: readonly string[]; protect: boolean };

/**
 * Where tills get their tokens: one app client a retailer, client credentials only, no users. The clients are part of the stack because
 * the API's authorizer lists them: an access token names its client, and only listed clients pass.
 */
export class TillPool extends Construct {
  readonly pool: UserPool;
  readonly clients: readonly UserPoolClient[];

  constructor(scope: Construct, id: string, { name, retailers, protect }: TillPoolProps) {
    super(scope, id);
    this.pool = new UserPool(this, 'Pool', {
      userPoolName: name,
      selfSignUpEnabled: false,
      mfa: Mfa.OFF,
      passwordPolicy: {
        minLength: 32,
        requireDigits: true,
        requireLowercase: true,
        requireSymbols: true,
        requireUppercase: true,
      },
      deletionProtection: protect,
      removalPolicy: protect ? RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE : RemovalPolicy.DESTROY,
    });
    acknowledge(this.pool, {
      'AwsSolutions-COG2': 'The pool has no users to ask for a second factor: tills sign in by client credentials.',
      'AwsSolutions-COG8': 'The Plus plan protects users signing in; this pool has none.',
    });
    const domain = this.pool.addDomain('Domain', { cognitoDomain: { domainPrefix: `${name}-${Aws.ACCOUNT_ID}` } });
    const [identifier = '', scopeName = ''] = scopes.pos.split('/');
    const postReceipts = new ResourceServerScope({ scopeName, scopeDescription: 'Post receipts and ask about them' });
    const server = this.pool.addResourceServer('Api', { identifier, scopes: [postReceipts] });
    const output = (outputName: string, value: string) => new CfnOutput(Stack.of(this), outputName, { value });
    output('TillUserPoolId', this.pool.userPoolId);
    output('TillTokenDomain', domain.baseUrl());
    this.clients = retailers.map((retailer) => {
      const client = this.pool.addClient(`Client-${retailer}`, {
        userPoolClientName: `${name}-${retailer}`,
        generateSecret: true,
        oAuth: { flows: { clientCredentials: true }, scopes: [OAuthScope.resourceServer(server, postReceipts)] },
        authFlows: { userSrp: false },
        accessTokenValidity: Duration.hours(1),
        enableTokenRevocation: true,
        preventUserExistenceErrors: true,
      });
      output(`TillClientId${retailer.charAt(0).toUpperCase()}${retailer.slice(1)}`, client.userPoolClientId);
      return client;
    });
  }
}
