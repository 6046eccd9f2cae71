/**
 * What a person is told when something cannot be done. `key` names a message, `data` fills it; routes turn both into a
 * text and answer with `status`. Anything else that is thrown is a bug.
 */
export class Refusal extends Error {
  readonly key: string
  readonly data: Record<string, unknown>
  readonly status: number

  constructor(key: string, data: Record<string, unknown> = {}, status = 400) {
    super(key)
    this.name = new.target.name
    this.key = key
    this.data = data
    this.status = status
  }
}

/** The person may not do this. */
export class NotAllowed extends Refusal {
  constructor(key = 'notAllowed', data: Record<string, unknown> = {}) {
    super(key, data, 403)
  }
}

/** There is no such thing, or not for this person. */
export class NotFound extends Refusal {
  constructor(key = 'notFound', data: Record<string, unknown> = {}) {
    super(key, data, 404)
  }
}

/** Somebody else changed it in the meantime; `data` carries what they did. */
export class Stale extends Refusal {
  constructor(key = 'stale', data: Record<string, unknown> = {}) {
    super(key, data, 409)
  }
}

/** Input that cannot be taken: `fields` maps the name of a field to the key of its message. */
export class Invalid extends Refusal {
  readonly fields: Record<string, string>

  constructor(fields: Record<string, string>, key = 'invalid', data: Record<string, unknown> = {}) {
    super(key, data, 400)
    this.fields = fields
  }
}

/** Too often in too short a time. */
export class TooMany extends Refusal {
  readonly retryAfterSeconds: number

  constructor(retryAfterSeconds: number, key = 'tooMany', data: Record<string, unknown> = {}) {
    super(key, { retryAfterSeconds, ...data }, 429)
    this.retryAfterSeconds = retryAfterSeconds
  }
}
