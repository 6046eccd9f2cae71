// What the operator can set from outside: options of the command line before variables of the environment.
import type { BlockList } from 'node:net'
import { join, resolve } from 'node:path'
import { installation } from '#platform/installation.ts'
import { readTrustedProxies } from '#site/origin.ts'
import type { Call } from './commands.ts'
import { Complaint } from './say.ts'
import type { Text } from './say.ts'

export type Role = 'web' | 'worker' | 'all'

export interface Settings {
  dataDirectory: string
  port: number
  host: string
  role: Role
  /** Who may say for whom a request is passed on; nobody if null. */
  trustedProxies: BlockList | null
  /** A PostgreSQL server instead of the embedded one: the program's own user. */
  databaseUrl: string | undefined
  /** A user of that server who may create roles and tables. */
  adminUrl: string | undefined
}

/** Every variable of the environment, for the help. */
export const variables: Record<string, Text> = {
  PORT: { de: 'Port des Web-Servers; sonst 3000', en: 'port of the web server; else 3000' },
  HOST: {
    de: 'Adresse, auf der er horcht; sonst 127.0.0.1 (nur dieser Rechner; davor gehört ein Proxy mit TLS)',
    en: 'address it listens on; else 127.0.0.1 (this machine only; put a proxy with TLS in front)'
  },
  TRUSTED_PROXIES: {
    de: 'wessen X-Forwarded-… gilt: „loopback“ oder Adressen und Netze mit Komma; sonst niemandes',
    en: 'whose X-Forwarded-… counts: "loopback", or addresses and networks with commas; else nobody\'s'
  },
  DATA_DIR: { de: 'Datenordner; sonst „data“ in der Installation', en: 'data folder; else "data" in the installation' },
  DATABASE_URL: {
    de: 'PostgreSQL-Server (ab 15) statt des eingebauten, als Benutzer des Programms',
    en: 'PostgreSQL server (15 or newer) instead of the built-in one, as the user of the program'
  },
  DATABASE_ADMIN_URL: {
    de: 'derselbe Server als Verwalter: nur für migrate, backup, restore und die Migration beim Start',
    en: 'the same server as administrator: only for migrate, backup, restore and the migration at the start'
  },
  KEY_SERVICE_URL: {
    de: 'Schlüsseldienst für mehrere Rechner (https://…); sonst liegen alle Schlüssel im Datenordner',
    en: 'key service for several machines (https://…); else all keys lie in the data folder'
  },
  LOG_LEVEL: { de: 'debug, info, warning oder error; sonst info', en: 'debug, info, warning or error; else info' },
  SMTP_URL: {
    de: 'Mail-Server, z. B. smtps://user:pass@mail.example',
    en: 'mail server, e.g. smtps://user:pass@mail.example'
  },
  MAIL_FROM: { de: 'Absender der Mails', en: 'sender of the mails' },
  CLAMAV_SOCKET: {
    de: 'ClamAV, das Dateien aus E-Mails prüft: /run/clamav/clamd.ctl oder host:3310',
    en: 'ClamAV that scans files of letters: /run/clamav/clamd.ctl or host:3310'
  },
  ORTSGESPRAECH_CONFIRMED_HOSTS: {
    de: 'Hosts mit Komma, deren öffentliche Adresse ohne Prüfung durch doctor als bewiesen gilt',
    en: 'hosts with commas whose public address counts as proven without a check by doctor'
  },
  ORTSGESPRAECH_ALLOW_HOSTS: {
    de: 'Hosts mit Komma, die trotz privater Adresse oder ohne TLS angesprochen werden dürfen (für Tests)',
    en: 'hosts with commas that may be contacted despite a private address or without TLS (for tests)'
  }
}

/** Reads the settings of a call. @throws Complaint about the first one that makes no sense */
export function readSettings({ values }: Call, folder = 'data'): Settings {
  const given = (option: string, variable: string) =>
    (values[option] as string | undefined) || process.env[variable] || undefined
  const data = given('data', 'DATA_DIR')
  return {
    dataDirectory: data ? resolve(data) : join(installation(), folder),
    port: readPort(given('port', 'PORT') ?? '3000'),
    host: given('host', 'HOST') ?? '127.0.0.1',
    role: readRole(values.role ?? 'all'),
    trustedProxies: readProxies(process.env.TRUSTED_PROXIES),
    databaseUrl: readDatabase('DATABASE_URL'),
    adminUrl: readDatabase('DATABASE_ADMIN_URL')
  }
}

function readPort(given: string): number {
  const port = Number(given)
  if (/^\d+$/.test(given) && port <= 65535) return port
  throw new Complaint({ de: `„${given}“ ist kein Port (0 bis 65535).`, en: `"${given}" is not a port (0 to 65535).` })
}

function readRole(given: unknown): Role {
  if (given === 'web' || given === 'worker' || given === 'all') return given
  throw new Complaint({
    de: `--role ist web, worker oder all, nicht „${String(given)}“.`,
    en: `--role is web, worker or all, not "${String(given)}".`
  })
}

function readProxies(given: string | undefined): BlockList | null {
  if (!given) return null
  try {
    return readTrustedProxies(given)
  } catch {
    throw new Complaint({
      de: `TRUSTED_PROXIES ist „loopback“ oder eine Liste von Adressen und Netzen, nicht „${given}“.`,
      en: `TRUSTED_PROXIES is "loopback" or a list of addresses and networks, not "${given}".`
    })
  }
}

function readDatabase(variable: string): string | undefined {
  const url = process.env[variable]
  if (!url || /^postgres(ql)?:\/\//.test(url)) return url || undefined
  throw new Complaint({
    de: `${variable} beginnt nicht mit postgresql://`,
    en: `${variable} does not begin with postgresql://`
  })
}
