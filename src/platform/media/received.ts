/**
 * Checks a file that somebody outside sent, before anybody opens it: what it is by its content, not by its name; whether a
 * scanner knows it as harmful; and pictures are drawn anew, so that no place survives in them.
 */
import { scan } from '#platform/scan/clamd.ts'
import { imageTypeOf } from './image.ts'

export type Checked =
  | { state: 'clean' | 'unscanned'; bytes: Buffer; mime: string; extension: string }
  /** Not kept. The reason is a word: `empty`, `size`, `kind`, `dangerous`, `archive`, `winmail`, `heic`, `image`, or what the scanner found. */
  | { state: 'infected' | 'refused'; mime: string; reason: string }

export const receivedMaxBytes = 25 * 1024 * 1024

/** Kinds that a browser does not run and that carry no programs of their own. */
const harmless = new Set([
  'application/pdf',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
  'audio/mpeg',
  'audio/mp4',
  'audio/x-m4a',
  'audio/ogg',
  'audio/wav',
  'video/mp4',
  'video/webm',
  'video/quicktime',
  'video/x-m4v',
  'text/calendar',
  'text/vcard'
])
/** May hold anything; nobody opens them here. Only a scanner that looks inside makes them available. */
const closed =
  /^application\/(zip|x-7z|x-rar|vnd\.rar|gzip|x-tar|x-bzip2|x-xz|x-cfb|msword|vnd\.ms-|rtf|x-compress|zstd|java-archive)|\.macroenabled/
const programs =
  /\.(exe|com|scr|pif|msi|bat|cmd|ps1|vbs?|vbe|jse?|wsf|hta|lnk|reg|jar|apk|dmg|iso|img|html?|xhtml|svgz?|xml|url|desktop|sh|py|docm|xlsm|pptm|dotm|xll|one|chm)$/i

/** Never throws for what a file holds. */
export async function checkReceived(bytes: Buffer, name: string): Promise<Checked> {
  if (bytes.length === 0) return refused('', 'empty')
  if (bytes.length > receivedMaxBytes) return refused('', 'size')
  const { fileTypeFromBuffer } = await import('file-type')
  const found = await fileTypeFromBuffer(bytes).catch(() => undefined)
  const mime = found?.mime ?? (isText(bytes) ? 'text/plain' : '')
  const scanned = await scan(bytes)
  if (scanned.state === 'infected') return { state: 'infected', mime, reason: scanned.name }
  if (/^winmail\.dat$/i.test(name) || bytes.subarray(0, 4).equals(Buffer.from('789f3e22', 'hex')))
    return refused(mime, 'winmail')
  if (/^image\/hei[cf]/.test(mime)) return refused(mime, 'heic')
  if (programs.test(name.trim())) return refused(mime, 'dangerous')
  const state = scanned.state === 'away' ? 'unscanned' : 'clean'
  if (imageTypeOf(bytes)) {
    const drawn = await withoutPlace(bytes)
    return drawn ? { state, ...drawn } : refused(mime, 'image')
  }
  if (mime === 'text/plain')
    return looksLikeMarkup(bytes) ? refused(mime, 'dangerous') : { state, bytes, mime, extension: 'txt' }
  if (harmless.has(mime))
    return {
      state,
      bytes,
      mime,
      extension: found!.ext
        .toLowerCase()
        .replace(/[^a-z0-9]/g, '')
        .slice(0, 8)
    }
  if (closed.test(mime.toLowerCase()))
    return scanned.state === 'clean'
      ? {
          state,
          bytes,
          mime,
          extension: found!.ext
            .toLowerCase()
            .replace(/[^a-z0-9]/g, '')
            .slice(0, 8)
        }
      : refused(mime, 'archive')
  return refused(mime, 'kind')
}

function refused(mime: string, reason: string): Checked {
  return { state: 'refused', mime: mime || 'application/octet-stream', reason }
}

/** The picture, upright, from its pixels alone; null when it cannot be read. */
async function withoutPlace(bytes: Buffer): Promise<{ bytes: Buffer; mime: string; extension: string } | null> {
  try {
    const { default: sharp } = await import('sharp')
    const picture = sharp(bytes, { limitInputPixels: 50_000_000, failOn: 'error', pages: 1 })
      .timeout({ seconds: 30 })
      .autoOrient()
    const { format, hasAlpha } = await sharp(bytes, { limitInputPixels: 50_000_000 }).metadata()
    if (format === 'png' || format === 'gif' || hasAlpha)
      return { bytes: await picture.png().toBuffer(), mime: 'image/png', extension: 'png' }
    return { bytes: await picture.jpeg({ quality: 88 }).toBuffer(), mime: 'image/jpeg', extension: 'jpg' }
  } catch {
    return null
  }
}

function isText(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 64 * 1024)
  return !start.includes(0) && start.filter((byte) => byte < 9 || (byte > 13 && byte < 32)).length === 0
}

function looksLikeMarkup(bytes: Buffer): boolean {
  return /^\s*(<!doctype|<html|<\?xml|<svg|<script|#!)/i.test(bytes.subarray(0, 2000).toString('latin1'))
}
