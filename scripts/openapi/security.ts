import { type Audience, scopes } from '../../contract/endpoint.ts';

/** The scheme by which each audience proves who it is. */
const schemeNames: Record<Audience, string> = { pos: 'tillClient', staff: 'staffUser' };

/** The Cognito domain of a deployment; each stage has its own. */
const tokenHost = 'https://auth.omistaja.example';

/** What an operation asks for: its audience's scheme and scope. */
export const securityOf = (audience: Audience): Record<string, string[]>[] => [
  { [schemeNames[audience]]: [scopes[audience]] },
];

/** OAuth 2.0, one scheme an audience. */
export const securitySchemes = {
  [schemeNames.pos]: {
    type: 'oauth2',
    description:
      "A retailer's tills: OAuth 2.0 client credentials, one client a retailer, which may speak for its own outlets only. " +
      `The token endpoint is that of the deployment's Cognito domain; on a laptop it is http://127.0.0.1:4566/oauth2/token.`,
    flows: {
      clientCredentials: {
        tokenUrl: `${tokenHost}/oauth2/token`,
        scopes: {
          [scopes.pos]: "Send receipts and day totals of the retailer's own outlets, and ask what became of them.",
        },
      },
    },
  },
  [schemeNames.staff]: {
    type: 'oauth2',
    description:
      'A named member of staff: OAuth 2.0 authorization code with PKCE. Send the access token; an ID token is refused. What the ' +
      'person may do is told by permissions (`x-permission` of the operation) and by the co-ops in the staff directory.',
    flows: {
      authorizationCode: {
        authorizationUrl: `${tokenHost}/oauth2/authorize`,
        tokenUrl: `${tokenHost}/oauth2/token`,
        scopes: { [scopes.staff]: "Use the staff endpoints, within the person's permissions and co-ops." },
      },
    },
  },
};
