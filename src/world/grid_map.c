#include "grid_map.h"

#include "gradus/file.h"
#include "gradus/paths.h"

#include <string.h>

enum { FILE_MAX = 1 << 20 };

/* --- the built-in ones --- */

static const char *const drawings[] = {
    /* shortcut: past the hazards or around them */
    "............\n"
    ".####..###..\n"
    "......~.....\n"
    ".###..~..##.\n"
    "S.....~....G\n"
    ".###.....##.\n"
    "...#..~.....\n"
    ".#.#..~###..\n"
    "............\n",
    /* field: scattered walls and holes on ten by ten */
    "S.........\n"
    "..#...~...\n"
    "..#.......\n"
    "..###..~..\n"
    "......##..\n"
    ".~....#...\n"
    "...~..#.~.\n"
    ".##.......\n"
    "..#..~.#..\n"
    "......~..G\n",
    /* rooms: four of them, four doors (after R. Sutton, D. Precup and S. Singh, 1999) */
    "S....#.....\n"
    ".....#.....\n"
    "...........\n"
    ".....#.....\n"
    ".....#.....\n"
    "#.####.....\n"
    ".....###.##\n"
    ".....#.....\n"
    ".....#.....\n"
    "...........\n"
    ".....#....G\n",
    /* bridge: a narrow way between two waters, or a long one around */
    ".............\n"
    ".###########.\n"
    ".#~~~~~~~~~#.\n"
    "S...........G\n"
    ".#~~~~~~~~~#.\n"
    ".###########.\n"
    ".............\n",
    /* fork: two ways of equal length */
    ".......\n"
    ".#####.\n"
    "S#~~~#G\n"
    ".#####.\n"
    ".......\n",
    NULL, /* open */
};

const char *const gr_grid_maps[] = { "shortcut", "field", "rooms", "bridge", "fork", "open", NULL };

_Static_assert(GR_LEN(drawings) + 1 == GR_LEN(gr_grid_maps), "each drawing has a name");

/* --- from text --- */

static bool make(gr_grid_map *map, gr_arena *arena, gr_error *err)
{
    map->tiles = gr_arena_alloc(arena, map->rows * map->columns, sizeof *map->tiles, err);
    map->starts = gr_arena_alloc(arena, map->rows * map->columns, sizeof *map->starts, err);
    return map->tiles != NULL && map->starts != NULL;
}

static bool put(gr_grid_map *map, size_t cell, char drawn)
{
    static const char letters[] = ".#~G";
    const char *found = strchr(letters, drawn);

    map->starts[cell] = drawn == 'S';
    map->tiles[cell] = found != NULL ? (gr_tile)(found - letters) : GR_TILE_FREE;
    return found != NULL || map->starts[cell];
}

/* Bytes of the character at the start of a clean text. */
static int character(const char *text)
{
    int bytes = 1;

    while (((unsigned char)text[bytes] & 0xC0) == 0x80)
        bytes++;
    return bytes;
}

static bool read_cells(const char *file, const char *text, gr_grid_map *map, gr_error *err)
{
    for (size_t r = 0; r < map->rows; r++, text += strcspn(text, "\n") + 1) {
        size_t width = strcspn(text, "\n");
        for (size_t c = 0; c < map->columns && c < width; c++)
            if (!put(map, r * map->columns + c, text[c]))
                return gr_fail_at(err, file, (long)r + 1, (long)c + 1,
                                  "'%.*s' is no cell of a map; there are . free, # wall, "
                                  "~ hazard, G goal, S start",
                                  character(text + c), text + c);
        if (width != map->columns)
            return gr_fail_at(err, file, (long)r + 1, (long)width + 1,
                              "a line of %zu cells; the lines above have %zu", width, map->columns);
    }
    return true;
}

/* All cells that can be reached from a goal without a wall or a hazard. */
static bool flood(const gr_grid_map *map, bool *reached, size_t *queue)
{
    size_t cells = map->rows * map->columns, filled = 0;

    for (size_t i = 0; i < cells; i++)
        if (map->tiles[i] == GR_TILE_GOAL) {
            reached[i] = true;
            queue[filled++] = i;
        }
    for (size_t at = 0; at < filled; at++) {
        size_t cell = queue[at], x = cell % map->columns;
        const size_t near[] = { cell - map->columns, cell + map->columns, cell - 1, cell + 1 };
        const bool inside[] = { cell >= map->columns, cell + map->columns < cells, x > 0,
                                x + 1 < map->columns };
        for (int k = 0; k < 4; k++)
            if (inside[k] && !reached[near[k]] && map->tiles[near[k]] == GR_TILE_FREE) {
                reached[near[k]] = true;
                queue[filled++] = near[k];
            }
    }
    return filled > 0;
}

/* From every start there is a way. */
static bool check_ways(const char *file, const gr_grid_map *map, gr_arena *arena, gr_error *err)
{
    size_t cells = map->rows * map->columns, starts = 0;
    bool *reached = gr_arena_alloc(arena, cells, sizeof *reached, err);
    size_t *queue = gr_arena_alloc(arena, cells, sizeof *queue, err);

    if (reached == NULL || queue == NULL)
        return false;
    if (!flood(map, reached, queue))
        return gr_fail_at(err, file, 1, 1, "a map without a goal; mark one cell with G");
    for (size_t i = 0; i < cells; i++) {
        starts += map->starts[i];
        if (map->starts[i] && !reached[i])
            return gr_fail_at(err, file, (long)(i / map->columns) + 1, (long)(i % map->columns) + 1,
                              "no way leads from this start to a goal past walls and hazards");
    }
    return starts > 0 ||
           gr_fail_at(err, file, 1, 1, "a map without a start; mark one cell with S");
}

static size_t count_lines(const char *text)
{
    size_t lines = 0, used = 0;

    while (*text != '\0') {
        size_t width = strcspn(text, "\n");
        lines++;
        used = width > 0 ? lines : used;
        text += width + (text[width] == '\n');
    }
    return used;
}

static bool check_size(const char *file, const gr_grid_map *map, gr_error *err)
{
    if (map->columns == 0)
        return gr_fail_at(err, file, 1, 1,
                          "no cells in the first line; a map begins there, with . # ~ G or S");
    if (map->columns > GR_MAP_SIDE)
        return gr_fail_at(err, file, 1, GR_MAP_SIDE + 1, "a line of %zu cells; there may be %d",
                          map->columns, GR_MAP_SIDE);
    return map->rows <= GR_MAP_SIDE ||
           gr_fail_at(err, file, GR_MAP_SIDE + 1, 1, "a map of %zu lines; there may be %d",
                      map->rows, GR_MAP_SIDE);
}

static bool read_map(const char *file, const char *text, gr_grid_map *map, gr_arena *arena,
                     gr_error *err)
{
    map->columns = strcspn(text, "\n");
    map->rows = count_lines(text);
    return check_size(file, map, err) && make(map, arena, err) && read_cells(file, text, map, err) &&
           check_ways(file, map, arena, err);
}

static bool check_text(const char *file, const char *bytes, size_t length, gr_error *err)
{
    gr_text_fault fault;

    return gr_text_check(bytes, length, &fault) ||
           gr_fail_at(err, file, fault.line, fault.column, "%s", fault.reason);
}

bool gr_grid_map_load(const char *name, gr_grid_map *map, gr_arena *arena, gr_error *err)
{
    gr_text path = { 0 };
    char *bytes = NULL;
    size_t length = 0;
    bool good = gr_path_find(name, GR_PATH_DATA, &path, err) &&
                gr_file_read(gr_text_string(&path), FILE_MAX, &bytes, &length, err);

    if (good) {
        length = gr_file_plain_text(bytes, length);
        good = check_text(name, bytes, length, err) && read_map(name, bytes, map, arena, err);
    }
    gr_free(bytes);
    gr_text_clear(&path);
    return good;
}

/* From one corner to the other, nothing in between. */
static bool make_open(size_t size, gr_grid_map *map, gr_arena *arena, gr_error *err)
{
    map->columns = map->rows = size;
    if (!make(map, arena, err))
        return false;
    map->starts[0] = true;
    map->tiles[size * size - 1] = GR_TILE_GOAL;
    return true;
}

bool gr_grid_map_built_in(size_t index, size_t size, gr_grid_map *map, gr_arena *arena,
                          gr_error *err)
{
    return drawings[index] == NULL ? make_open(size, map, arena, err)
                                   : read_map(gr_grid_maps[index], drawings[index], map, arena, err);
}
