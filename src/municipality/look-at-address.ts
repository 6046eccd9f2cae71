// Looks at a municipality's public address from outside, as other servers and citizens will: does it lead here, over TLS,
// with the right headers, and do its handles? Only looks; what follows from it is decided in public-address.ts.
import { now } from '#platform/clock/clock.ts'
import { shownCertificate } from '#platform/fetch/certificate.ts'
import { FetchFailed, FetchRefused, guardedFetch, type GuardedResponse } from '#platform/fetch/fetch.ts'
import { askProof, proofPath, readProof, type SeenRequest } from './address-proof.ts'
import { finding, type Finding } from './findings.ts'
import { isLoopback } from './hosts.ts'
import type { Municipality } from './types.ts'

/** Sent along as if by a client: they must not get through a proxy (documentation's address, a name that cannot exist). */
const lie = { address: '203.0.113.77', host: 'spoofed.invalid' }
const certificateWarningDays = 14
/** Signatures of the Fediverse are refused by some servers from about this skew on. */
const skewLimitSeconds = 30

export interface LookedAt {
  findings: Finding[]
  /** The address was shown to lead to this installation over trusted TLS. */
  proven: boolean
}

/** Looks at the address of a municipality. `username` is one of its actors, to look for by its handle. Never throws. */
export async function lookAtAddress(
  municipality: Pick<Municipality, 'siteHost' | 'handleDomain'>,
  username: string | null
): Promise<LookedAt> {
  const { siteHost: host, handleDomain } = municipality
  if (isLoopback(host)) return { findings: [finding('address', 'warning', 'addressLocal', { host })], proven: false }
  const origin = `https://${host}`
  const question = askProof()
  let answer: GuardedResponse
  try {
    answer = await guardedFetch(`${origin}${proofPath}${question}`, {
      redirects: 0,
      headers: { 'x-forwarded-for': lie.address, 'x-forwarded-host': lie.host, 'x-forwarded-proto': 'http' }
    })
  } catch (error) {
    return { findings: [unreachable(error, host), ...(await lookAtCertificate(origin))], proven: false }
  }
  const seen = readProof(question, parsed(answer))
  const proof = seen
    ? finding('address', 'good', 'addressProven', { host })
    : finding('address', 'failed', 'addressElsewhere', { host, status: answer.status })
  const findings = [
    proof,
    ...(await lookAtCertificate(origin)),
    ...(seen ? lookAtProxy(seen, host) : []),
    ...(await lookAtPlain(host)),
    lookAtClock(answer),
    ...(seen ? [await lookAtHandles(host, handleDomain, username)] : [])
  ]
  return { findings, proven: seen !== null }
}

function unreachable(error: unknown, host: string): Finding {
  const failed = (key: Finding['key'], data: Finding['data'] = {}) =>
    finding('address', 'failed', key, { host, ...data })
  if (error instanceof FetchRefused)
    return error.reason === 'private-address'
      ? failed('addressPrivate')
      : failed('addressRefused', { reason: error.reason })
  const kind = error instanceof FetchFailed ? error.kind : 'broken'
  if (kind === 'dns') return failed('addressUnknownName')
  if (kind === 'tls') return failed('addressNoTls')
  if (kind === 'too-many-redirects') return failed('addressElsewhere', { status: 301 })
  return failed('addressUnreachable', { reason: kind })
}

async function lookAtCertificate(origin: string): Promise<Finding[]> {
  const shown = await shownCertificate(origin).catch(() => null)
  if (!shown) return []
  const data = { days: shown.daysLeft, issuer: shown.issuer, until: shown.validTo.toISOString().slice(0, 10) }
  if (shown.problem) return [finding('certificate', 'failed', 'certificateBad', { ...data, problem: shown.problem })]
  const ending = shown.daysLeft < certificateWarningDays
  return [finding('certificate', ending ? 'warning' : 'good', ending ? 'certificateEnding' : 'certificateGood', data)]
}

/** The answer tells how our request arrived, so every header that the proxy forgets or lets through shows here. */
function lookAtProxy(seen: SeenRequest, host: string): Finding[] {
  const failed = (key: Finding['key'], data: Finding['data'] = {}) => finding('proxy', 'failed', key, { host, ...data })
  const wrong: Finding[] = []
  if (seen.protocol !== 'https') {
    const arrives = seen.forwarded.includes('x-forwarded-proto')
    wrong.push(failed(arrives ? 'proxyProtocolUntrusted' : 'proxyProtocolMissing'))
  }
  if (seen.host === lie.host) wrong.push(failed('proxyHostSpoofed'))
  else if (seen.host !== host) wrong.push(failed('proxyHostWrong', { seen: seen.host }))
  if (seen.address === lie.address) wrong.push(failed('proxyAddressSpoofed'))
  else if (seen.protocol === 'https' && !seen.forwarded.includes('x-forwarded-for'))
    wrong.push(failed('proxyAddressMissing'))
  return wrong.length > 0 ? wrong : [finding('proxy', 'good', 'proxyGood')]
}

/** Who types the name without https must not stay there. A closed port is as good as a redirect. */
async function lookAtPlain(host: string): Promise<Finding[]> {
  if (host.includes(':')) return []
  try {
    await guardedFetch(`http://${host}/health/live`, { plainHttp: true, redirects: 0, timeoutMs: 5_000 })
    return [finding('plain', 'warning', 'plainServed', { host })]
  } catch (error) {
    const redirected = error instanceof FetchFailed && error.kind === 'too-many-redirects'
    return redirected ? [finding('plain', 'good', 'plainRedirected', { host })] : []
  }
}

function lookAtClock(answer: GuardedResponse): Finding {
  const told = Date.parse(answer.headers.get('date') ?? '')
  if (Number.isNaN(told)) return finding('clock', 'warning', 'clockUnknown')
  const seconds = Math.round(Math.abs(now().getTime() - told) / 1000)
  return finding(
    'clock',
    seconds > skewLimitSeconds ? 'failed' : 'good',
    seconds > skewLimitSeconds ? 'clockWrong' : 'clockGood',
    {
      seconds
    }
  )
}

/**
 * `@name@domain` is looked for at the domain, which either sends the asker on to the site or is answered by this very
 * installation. Whether the name is known there can be seen only once the Fediverse is open (`username`).
 */
async function lookAtHandles(host: string, domain: string, username: string | null): Promise<Finding> {
  if (domain === host) return finding('handles', 'good', 'handlesAtSite', { domain })
  const subject = `acct:${username ?? 'ortsgespraech'}@${domain}`
  try {
    const address = `https://${domain}/.well-known/webfinger?resource=${encodeURIComponent(subject)}`
    const answer = await guardedFetch(address)
    const isSite = new URL(answer.url).host === host || (await isThisInstallation(domain))
    const isKnown =
      username === null || (answer.status === 200 && (parsed(answer) as { subject?: string })?.subject === subject)
    if (isSite && isKnown) return finding('handles', 'good', 'handlesFound', { domain, host })
    return finding('handles', 'failed', 'handlesNotRedirected', { domain, host })
  } catch {
    return finding('handles', 'failed', 'handlesUnreachable', { domain, host })
  }
}

async function isThisInstallation(domain: string): Promise<boolean> {
  const question = askProof()
  const answer = await guardedFetch(`https://${domain}${proofPath}${question}`, { redirects: 0 }).catch(() => null)
  return answer !== null && readProof(question, parsed(answer)) !== null
}

function parsed(answer: GuardedResponse): unknown {
  try {
    return answer.json()
  } catch {
    return null
  }
}
