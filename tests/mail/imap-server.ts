// An IMAP server that holds its letters in memory and dies when it is told to. It speaks what clients of our kind ask for:
// CAPABILITY, LOGIN, LIST, SELECT, EXAMINE, UID SEARCH, UID FETCH, UID STORE, UID MOVE, IDLE, NOOP.
import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'

export interface Letter {
  uid: number
  flags: Set<string>
  at: Date
  source: Buffer
}

export interface Folder {
  validity: number
  next: number
  letters: Letter[]
}

export interface ImapServer {
  host: string
  port: number
  folders: Map<string, Folder>
  /** Puts a letter into a folder, and calls those who wait. */
  deliver(source: string | Buffer, folder?: string, at?: Date): number
  /** Gives all letters of a folder new numbers, as after a restore of the server. */
  renumber(folder?: string): void
  /** The commands that clients sent, without their tags. */
  heard: string[]
  /** Called before a command is answered; true: the connection is cut instead. */
  cut: (command: string, sent: number) => boolean
  /** Cuts the connection in the middle of the next letter it gives. */
  cutInLetter: boolean
  password: string
  connections(): number
  dropAll(): void
  close(): Promise<void>
}

/** Starts one on a free port. */
export async function startImap(
  options: { idle?: boolean; tls?: { key: string; cert: string }; port?: number } = {}
): Promise<ImapServer> {
  const sockets = new Set<Socket>()
  const waiting = new Map<Socket, { folder: string; tag: string }>()
  const handle = (socket: Socket) => serve(socket)
  const server: Server = options.tls ? createTlsServer(options.tls, handle) : createServer(handle)
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve))
  const capability = ['IMAP4rev1', ...(options.idle === false ? [] : ['IDLE']), 'UIDPLUS', 'MOVE'].join(' ')
  const self: ImapServer = {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    folders: new Map([['INBOX', { validity: 1, next: 1, letters: [] }]]),
    heard: [],
    cut: () => false,
    cutInLetter: false,
    password: 'geheim',
    deliver(source, name = 'INBOX', at = new Date()) {
      const folder = self.folders.get(name)!
      const uid = folder.next++
      folder.letters.push({ uid, flags: new Set(), at, source: Buffer.from(source) })
      for (const [socket, { folder: watched }] of waiting)
        if (watched === name) socket.write(`* ${folder.letters.length} EXISTS\r\n`)
      return uid
    },
    renumber(name = 'INBOX') {
      const folder = self.folders.get(name)!
      folder.validity += 1
      folder.next = 1
      for (const letter of folder.letters) letter.uid = folder.next++
    },
    connections: () => sockets.size,
    dropAll: () => sockets.forEach((socket) => socket.destroy()),
    async close() {
      self.dropAll()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    }
  }
  return self

  function serve(socket: Socket): void {
    sockets.add(socket)
    let selected = ''
    let pending = Buffer.alloc(0)
    let sent = 0
    /** How many letters the client was told of. */
    let told = 0
    socket.on('close', () => (sockets.delete(socket), waiting.delete(socket)))
    socket.on('error', () => {})
    socket.write(`* OK [CAPABILITY ${capability}] here\r\n`)
    socket.on('data', (data: Buffer) => {
      pending = Buffer.concat([pending, data])
      for (;;) {
        const end = pending.indexOf('\r\n')
        if (end < 0) return
        const line = pending.subarray(0, end).toString('utf8')
        const literal = /\{(\d+)\+?\}$/.exec(line)
        if (literal) {
          const length = Number(literal[1])
          const whole = end + 2 + length
          if (pending.length < whole) {
            if (!line.endsWith('+}')) socket.write('+ go on\r\n')
            return
          }
          const value = pending.subarray(end + 2, whole).toString('utf8')
          const rest = pending.subarray(whole)
          pending = Buffer.concat([Buffer.from(`${line.slice(0, literal.index)}"${value}"`), rest])
          continue
        }
        pending = pending.subarray(end + 2)
        answer(line)
        if (socket.destroyed) return
      }
    })

    function answer(line: string): void {
      const idle = waiting.get(socket)
      if (idle && /^done$/i.test(line)) {
        waiting.delete(socket)
        return void socket.write(`${idle.tag} OK done\r\n`)
      }
      const [tag = '', command = '', ...rest] = line.split(' ')
      const verb = command.toUpperCase() === 'UID' ? `UID ${rest.shift()?.toUpperCase()}` : command.toUpperCase()
      const said = rest.join(' ')
      self.heard.push(`${verb} ${said}`.trim())
      if (self.cut(`${verb} ${said}`, sent)) return void socket.destroy()
      sent += 1
      const say = (text: string) => socket.write(`${text}\r\n`)
      const folder = self.folders.get(selected)
      switch (verb) {
        case 'CAPABILITY':
          say(`* CAPABILITY ${capability}`)
          return void say(`${tag} OK done`)
        case 'LOGIN': {
          const password = /"((?:[^"\\]|\\.)*)"$|(\S+)$/.exec(said)
          const given = (password?.[1] ?? password?.[2] ?? '').replace(/\\(.)/g, '$1')
          return void say(
            given === self.password ? `${tag} OK [CAPABILITY ${capability}] in` : `${tag} NO [AUTHENTICATIONFAILED] no`
          )
        }
        case 'LIST': {
          if (said.endsWith('""')) say('* LIST (\\Noselect) "/" ""')
          else for (const name of self.folders.keys()) say(`* LIST (\\HasNoChildren) "/" "${name}"`)
          return void say(`${tag} OK done`)
        }
        case 'SELECT':
        case 'EXAMINE': {
          const name = said.replace(/^"|".*$/g, '')
          const found = self.folders.get(name)
          if (!found) return void say(`${tag} NO [NONEXISTENT] no such folder`)
          selected = name
          say('* FLAGS (\\Seen \\Deleted)')
          told = found.letters.length
          say(`* ${told} EXISTS`)
          say('* 0 RECENT')
          say(`* OK [UIDVALIDITY ${found.validity}] numbers`)
          say(`* OK [UIDNEXT ${found.next}] next`)
          return void say(`${tag} OK [${verb === 'SELECT' ? 'READ-WRITE' : 'READ-ONLY'}] open`)
        }
        case 'UID SEARCH': {
          const from = Number(/UID (\d+):\*/.exec(said)?.[1] ?? 1)
          const since = /SINCE (\S+)/.exec(said)?.[1]
          const day = since ? Date.parse(`${since.replaceAll('"', '')} UTC`) - 86_400_000 : 0
          const uids = folder!.letters.filter((one) => one.uid >= from && one.at.getTime() >= day).map(({ uid }) => uid)
          const last = folder!.letters.at(-1)?.uid
          // As the standard says, "n:*" holds the last one even when it lies before n.
          if (uids.length === 0 && last !== undefined && !since) uids.push(last)
          say(`* SEARCH ${uids.join(' ')}`.trim())
          return void say(`${tag} OK done`)
        }
        case 'UID FETCH':
          return fetchLetters(tag, said)
        case 'UID STORE': {
          for (const letter of named(said)) {
            for (const flag of said.match(/\\\w+/g) ?? []) letter.flags.add(flag)
            say(
              `* ${folder!.letters.indexOf(letter) + 1} FETCH (UID ${letter.uid} FLAGS (${[...letter.flags].join(' ')}))`
            )
          }
          return void say(`${tag} OK done`)
        }
        case 'UID MOVE': {
          const target = self.folders.get(/"([^"]+)"$|(\S+)$/.exec(said)!.slice(1).find(Boolean)!)
          if (!target) return void say(`${tag} NO [TRYCREATE] no such folder`)
          for (const letter of named(said)) {
            const at = folder!.letters.indexOf(letter)
            folder!.letters.splice(at, 1)
            target.letters.push({ ...letter, uid: target.next++ })
            say(`* ${at + 1} EXPUNGE`)
          }
          return void say(`${tag} OK done`)
        }
        case 'IDLE':
          if (options.idle === false) return void say(`${tag} BAD unknown`)
          waiting.set(socket, { folder: selected, tag })
          say('+ waiting')
          // What came since it was last told is said at once, as servers do.
          if (folder && folder.letters.length !== told) say(`* ${(told = folder.letters.length)} EXISTS`)
          return
        case 'LOGOUT':
          say('* BYE')
          say(`${tag} OK bye`)
          return void socket.end()
        case 'NOOP':
          if (folder) say(`* ${folder.letters.length} EXISTS`)
          return void say(`${tag} OK done`)
        default:
          return void say(`${tag} BAD unknown`)
      }
    }

    function named(said: string): Letter[] {
      const uids = new Set(
        said
          .split(' ')[0]!
          .split(',')
          .flatMap((part) => {
            const [from = 0, to = from] = part
              .split(':')
              .map((one) => (one === '*' ? Number.MAX_SAFE_INTEGER : Number(one)))
            return self.folders
              .get(selected)!
              .letters.map(({ uid }) => uid)
              .filter((uid) => uid >= from && uid <= to)
          })
      )
      return self.folders.get(selected)!.letters.filter(({ uid }) => uids.has(uid))
    }

    function fetchLetters(tag: string, said: string): void {
      for (const letter of named(said)) {
        const parts: (string | Buffer)[] = [`UID ${letter.uid}`]
        if (/RFC822\.SIZE/.test(said)) parts.push(` RFC822.SIZE ${letter.source.length}`)
        if (/INTERNALDATE/.test(said)) parts.push(` INTERNALDATE "${internal(letter.at)}"`)
        if (/FLAGS/.test(said)) parts.push(` FLAGS (${[...letter.flags].join(' ')})`)
        const fields = /BODY(?:\.PEEK)?\[(HEADER\.FIELDS \(([^)]*)\))\]/.exec(said)
        if (fields) {
          const wanted = new Set(fields[2]!.toLowerCase().replaceAll('"', '').split(' '))
          const value = Buffer.from(
            `${headLines(letter.source)
              .filter((line) => wanted.has(line.split(':')[0]!.toLowerCase()))
              .join('\r\n')}\r\n\r\n`,
            'latin1'
          )
          parts.push(` BODY[${fields[1]}] {${value.length}}\r\n`, value)
        }
        const body = /BODY(?:\.PEEK)?\[\](?:<(\d+)\.(\d+)>)?/.exec(said)
        if (body) {
          const from = Number(body[1] ?? 0)
          const value = letter.source.subarray(from, body[2] ? from + Number(body[2]) : undefined)
          parts.push(` BODY[]${body[1] === undefined ? '' : `<${from}>`} {${value.length}}\r\n`, value)
          if (self.cutInLetter) {
            self.cutInLetter = false
            socket.write(
              `* ${self.folders.get(selected)!.letters.indexOf(letter) + 1} FETCH (${parts.slice(0, -1).join('')}`
            )
            socket.write(value.subarray(0, Math.floor(value.length / 2)))
            return void socket.end()
          }
        }
        socket.write(`* ${self.folders.get(selected)!.letters.indexOf(letter) + 1} FETCH (`)
        for (const part of parts) socket.write(part)
        socket.write(')\r\n')
      }
      socket.write(`${tag} OK done\r\n`)
    }
  }
}

/** The lines of the head, folded ones as one. */
function headLines(source: Buffer): string[] {
  const end = source.indexOf('\r\n\r\n')
  return source
    .subarray(0, end < 0 ? source.length : end)
    .toString('latin1')
    .split(/\r\n(?![ \t])/)
}

function internal(at: Date): string {
  const month = at.toLocaleString('en', { month: 'short', timeZone: 'UTC' })
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(at.getUTCDate())}-${month}-${at.getUTCFullYear()} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())} +0000`
}
