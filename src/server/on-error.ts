import type { FastifyError, FastifyInstance } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import type { Diagnostic } from '../diagnostics/index.ts'
import type { HttpCodeName } from './http-codes.ts'
import { sendProblem, type ProblemSource } from './problem.ts'

/** What fastify throws before a handler runs, and the status that a plugin put on its error. */
const codeByStatus: Readonly<Record<number, HttpCodeName>> = {
  400: 'http/bad-body',
  404: 'http/not-found',
  413: 'http/body-too-large',
  415: 'http/unsupported-media-type',
  429: 'http/too-many-requests',
}

/** Every error leaves as a problem; one that is not foreseen is logged with its cause and leaves without it. */
export function answerErrorsWithProblems(app: FastifyInstance): void {
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, {
      code: 'http/not-found',
      detail: `There is no ${request.method} ${request.url.split('?')[0]}`,
    }),
  )
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const source = problemOf(error)
    if (source.code === 'http/defect') request.log.error({ err: error }, 'defect')
    return sendProblem(reply, source)
  })
}

function problemOf(error: FastifyError): ProblemSource {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const context = error.validationContext ?? 'request'
    return {
      code: context === 'body' ? 'http/bad-body' : 'http/bad-parameter',
      diagnostics: error.validation.map((issue): Diagnostic => ({
        code: context === 'body' ? 'http/bad-body' : 'http/bad-parameter',
        severity: 'error',
        pointer: `/${context}${issue.instancePath === '/' ? '' : issue.instancePath}`,
        message: issue.message ?? 'not valid',
      })),
    }
  }
  const code = codeByStatus[error.statusCode ?? 500]
  return code === undefined ? { code: 'http/defect' } : { code, detail: error.message }
}
