import type { IncomingMessage } from 'node:http'
import { describe, expect, test } from 'vitest'
import { addressHeader, protocolHeader, readTrustedProxies, settleOrigin } from './origin.ts'

function settled(peer: string, headers: Record<string, string>, trusted: string | null) {
  const req = { headers: { host: 'direct.example', ...headers }, socket: { remoteAddress: peer } }
  settleOrigin(trusted === null ? null : readTrustedProxies(trusted))(req as unknown as IncomingMessage)
  const { [protocolHeader]: protocol, [addressHeader]: address, host, ...rest } = req.headers as Record<string, string>
  return { protocol, address, host, rest }
}

const lies = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example', 'x-forwarded-for': '1.2.3.4' }

describe('where a request came from', () => {
  test('is not believed from just anybody', () => {
    const direct = { protocol: 'http', address: '203.0.113.9', host: 'direct.example', rest: {} }
    expect(settled('203.0.113.9', lies, null)).toEqual(direct)
    expect(settled('203.0.113.9', lies, '127.0.0.1')).toEqual(direct)
  })

  test('is believed from a trusted proxy, also over an IPv6 socket', () => {
    const told = {
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'www.town.example',
      'x-forwarded-for': '198.51.100.7'
    }
    expect(settled('::ffff:127.0.0.1', told, 'loopback')).toMatchObject({
      protocol: 'https',
      address: '198.51.100.7',
      host: 'www.town.example'
    })
  })

  test('is the last address that no trusted proxy has, not the first that a client invents', () => {
    const told = { 'x-forwarded-for': '6.6.6.6, 198.51.100.7, 10.0.0.2' }
    expect(settled('10.0.0.1', told, 'private').address).toBe('198.51.100.7')
  })

  test('cannot be set by our own internal names', () => {
    expect(settled('203.0.113.9', { [protocolHeader]: 'https', [addressHeader]: '1.1.1.1' }, null)).toMatchObject({
      protocol: 'http',
      address: '203.0.113.9'
    })
  })

  test('is refused as a setting when it is no address', () => {
    expect(() => readTrustedProxies('127.0.0.1, proxy.local')).toThrow(RangeError)
  })
})
