/**
 * The tables without a municipality: they say where things are and keep machines in order, and hold no content.
 * Every other table must have `municipality_id` and row-level security; a test walks them all.
 */
export const installationTables = [
  'account',
  'fedify_kv',
  'host',
  'installation_setting',
  'membership',
  'one_time_token',
  'rate_limit',
  'remote_key',
  'remote_server',
  'schema_migration',
  'session'
] as const
