export { defaultLimits, type ServerLimits } from './app.ts'
export type { Identity, TokenVerifier } from './authenticate.ts'
export { httpCodes, isHttpCode, type HttpCode, type HttpCodeName } from './http-codes.ts'
export { checkListenAddress } from './listen-address.ts'
export type { Problem } from './problem.ts'
export { startServer, type RunningServer, type StartOptions } from './start.ts'
export type { TokenRequest } from './token.ts'
export { writePrivateFile } from './token-file.ts'
export {
  createToken,
  listTokens,
  openTokenStore,
  revokeToken,
  type TokenView,
} from './token-store.ts'
