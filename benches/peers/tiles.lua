-- A load for wrk: asks for the paths listed in the file PATHS, over and over, each thread from its own start.

local paths, encoding, next_path = {}, os.getenv("ENCODING") or "gzip", 0
local threads = 0

function setup(thread)
    thread:set("start_at", threads * 97)
    threads = threads + 1
end

function init()
    for line in io.lines(os.getenv("PATHS")) do
        paths[#paths + 1] = wrk.format("GET", line, { ["Accept-Encoding"] = encoding })
    end
    next_path = start_at % #paths
end

function request()
    next_path = next_path % #paths + 1
    return paths[next_path]
end
