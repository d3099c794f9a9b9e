import { getCookie } from 'hono/cookie'
import { createMiddleware } from 'hono/factory'
import { comesFromOurPage, isForwarded, namesLoopback } from './exposure.ts'
import type { Sessions } from './sessions.ts'

export const SESSION_COOKIE = 'recourse_session'

/** Paths that need no token: they hold nothing but what anyone may see. */
const OPEN_PATHS = /^\/(login|healthz|assets\/.*)$/

/** Nothing is loaded but our own files, nothing runs inline, and no other page may frame us. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

const HEADERS = {
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), microphone=(), geolocation=(), interest-cohort=()',
} as const

/** Puts the security headers on every response. */
export const securityHeaders = createMiddleware(async (context, next) => {
  await next()
  for (const [name, value] of Object.entries(HEADERS)) context.header(name, value)
  if (context.res.headers.get('Cache-Control') === null) context.header('Cache-Control', 'no-store')
})

/** Turns away requests under a foreign name, changes asked for by foreign pages, and whoever lacks the token. */
export function guard(sessions: Sessions | undefined) {
  return createMiddleware(async (context, next) => {
    const hostHeader = context.req.header('Host')
    // Without a token the console is on this machine alone. With one a proxy may give it any name, and a page
    // that got here under a foreign name has no cookie for it.
    if (sessions === undefined && !namesLoopback(hostHeader)) {
      return context.text(
        'This console answers to localhost only. Open it under the address it printed.',
        421,
      )
    }
    if (sessions === undefined && isForwarded((name) => context.req.header(name))) {
      return context.text('A proxy leads here, behind which may be anybody: set WEB_TOKEN first.', 421)
    }
    const { method, path } = context.req
    if (method !== 'GET' && method !== 'HEAD') {
      const ours = comesFromOurPage({
        host: hostHeader,
        origin: context.req.header('Origin'),
        site: context.req.header('Sec-Fetch-Site'),
      })
      if (!ours)
        return context.text('Only pages of this console may do that. Reload the page and try again.', 403)
    }
    if (sessions !== undefined && !OPEN_PATHS.test(path)) {
      if (!(await sessions.isOpen(getCookie(context, SESSION_COOKIE)))) {
        const wantsPage = method === 'GET' && (context.req.header('Accept') ?? '').includes('text/html')
        return wantsPage
          ? context.redirect('/login')
          : context.json({ error: 'You are logged out. Reload the page and log in.' }, 401)
      }
    }
    return next()
  })
}
