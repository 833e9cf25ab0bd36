/**
 * Presence as Redis changes it, each script in one step. `KEYS[1]` is the union: a sorted set of guest ids by arrival. Beside it lie
 * `…:names`, `…:refs` (servers that hold the guest), `…:servers` (by the end of their lease) and `…:at:<server>` (its guests); the hash
 * tag in the key puts all of them on one node.
 */

const LETS_GO = `
local key = KEYS[1]
local function gone(server, id)
  if redis.call('SREM', key .. ':at:' .. server, id) == 0 then return end
  if redis.call('HINCRBY', key .. ':refs', id, -1) > 0 then return end
  redis.call('HDEL', key .. ':refs', id)
  redis.call('HDEL', key .. ':names', id)
  redis.call('ZREM', key, id)
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function renew(server, lease, life)
  local isNew = redis.call('ZADD', key .. ':servers', now + lease, server)
  for _, suffix in ipairs({'', ':names', ':refs', ':servers', ':at:' .. server}) do redis.call('PEXPIRE', key .. suffix, life) end
  return isNew
end
`

/** `ARGV`: server, lease, life, then id, name and arrival of each guest; an empty arrival means gone. Answers 1 where the lease is new. */
export const CHANGE = `${LETS_GO}
local server = ARGV[1]
for i = 4, #ARGV, 3 do
  local id, name, since = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  if since == '' then
    gone(server, id)
  else
    if redis.call('SADD', key .. ':at:' .. server, id) == 1 then redis.call('HINCRBY', key .. ':refs', id, 1) end
    redis.call('ZADD', key, 'LT', since, id)
    redis.call('HSET', key .. ':names', id, name)
  end
end
return renew(server, tonumber(ARGV[2]), ARGV[3])
`

/** `ARGV`: server, lease, life. Lets go of the guests of servers whose lease is over; answers 1 where the lease is new, and how many guests this one holds. */
export const RENEW = `${LETS_GO}
local isNew = renew(ARGV[1], tonumber(ARGV[2]), ARGV[3])
-- No lease is longer than a lease: one that seems so was given before the clock of Redis was set back.
for _, ahead in ipairs(redis.call('ZRANGEBYSCORE', key .. ':servers', now + ARGV[2] + 1, '+inf')) do
  redis.call('ZADD', key .. ':servers', now + ARGV[2], ahead)
end
for _, dead in ipairs(redis.call('ZRANGEBYSCORE', key .. ':servers', '-inf', now)) do
  for _, id in ipairs(redis.call('SMEMBERS', key .. ':at:' .. dead)) do gone(dead, id) end
  redis.call('DEL', key .. ':at:' .. dead)
  redis.call('ZREM', key .. ':servers', dead)
end
return {isNew, redis.call('SCARD', key .. ':at:' .. ARGV[1])}
`

/**
 * `ARGV`: arrival and id of a place (0 and empty: before all), limit. Answers the count, then id, name and arrival of one guest more than the
 * limit. Where nobody stands at the place any more, those of its millisecond are searched by halves: a page costs what a page holds.
 */
export const PAGE = `
local key = KEYS[1]
local from
local score = redis.call('ZSCORE', key, ARGV[2])
if score and tonumber(score) == tonumber(ARGV[1]) then
  from = redis.call('ZRANK', key, ARGV[2]) + 1
else
  from = redis.call('ZCOUNT', key, '-inf', '(' .. ARGV[1])
  local to = redis.call('ZCOUNT', key, '-inf', ARGV[1])
  while from < to do
    local middle = math.floor((from + to) / 2)
    if redis.call('ZRANGE', key, middle, middle)[1] <= ARGV[2] then from = middle + 1 else to = middle end
  end
end
local answer = {redis.call('ZCARD', key)}
for _, id in ipairs(redis.call('ZRANGE', key, from, from + tonumber(ARGV[3]))) do
  answer[#answer + 1] = id
  answer[#answer + 1] = redis.call('HGET', key .. ':names', id) or ''
  answer[#answer + 1] = string.format('%.0f', redis.call('ZSCORE', key, id))
end
return answer
`
