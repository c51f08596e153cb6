/* Bytes from the keyboard to keys and pastes. No curses: what is malformed, cut in two or pasted
 * is decided here. */
#include "term_private.h"

#include <string.h>

enum { PASTE_MAX = 65536 };

static const gr_term_event nothing = { .kind = GR_EVENT_NONE };

void gr_term_input_clear(gr_term_input *input)
{
    gr_text_clear(&input->paste);
    *input = (gr_term_input){ 0 };
}

/* --- characters --- */

static gr_key plain_key(uint32_t character)
{
    if (character == '\n')
        return GR_KEY_ENTER;
    return character == '\b' ? GR_KEY_BACKSPACE : character;
}

/* The bytes that a character takes, by its first; 1 for a byte that begins none. */
static size_t length_of(unsigned char lead)
{
    if (lead >= 0xF5)
        return 1;
    return lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 1;
}

/* One more byte of a character; the key when it is complete, NONE while it is not. A malformed one
 * is dropped, and the byte that broke it begins anew. */
static gr_key take_byte(gr_term_input *input, char byte)
{
    uint32_t character;
    bool continues = ((unsigned char)byte & 0xC0) == 0x80;

    if (input->count > 0 && !continues)
        input->count = 0;
    input->bytes[input->count++] = byte;
    if (gr_utf8_decode(input->bytes, input->count, &character) == input->count) {
        input->count = 0;
        return plain_key(character);
    }
    if (input->count >= length_of((unsigned char)input->bytes[0]))
        input->count = 0;
    return GR_KEY_NONE;
}

/* --- pastes --- */

void gr_term_input_begin_paste(gr_term_input *input)
{
    input->pasting = true;
    memset(input->tail, 0, GR_PASTE_MARK);
    gr_text_truncate(&input->paste, 0);
}

gr_term_event gr_term_input_end_paste(gr_term_input *input)
{
    if (!input->pasting)
        return nothing;
    input->pasting = false;
    return (gr_term_event){ .kind = GR_EVENT_PASTE, .text = gr_text_string(&input->paste) };
}

void gr_term_input_leave_paste(gr_term_input *input)
{
    input->pasting = false;
}

/* One more byte of a paste. The mark that ends it is looked for here too, since on a slow line
 * its bytes come too far apart for curses to see a key in them. */
static bool ends_paste(gr_term_input *input, char byte)
{
    static const char mark[] = "\033[201~";

    if (input->paste.length < PASTE_MAX)
        gr_text_addn(&input->paste, &byte, 1);
    memmove(input->tail, input->tail + 1, GR_PASTE_MARK - 1);
    input->tail[GR_PASTE_MARK - 1] = byte;
    if (memcmp(input->tail, mark, GR_PASTE_MARK) != 0)
        return false;
    if (input->paste.length >= GR_PASTE_MARK && input->paste.length < PASTE_MAX)
        gr_text_truncate(&input->paste, input->paste.length - GR_PASTE_MARK);
    return true;
}

/* --- events --- */

gr_term_event gr_term_input_key(gr_term_input *input, gr_key key)
{
    if (input->pasting || key == GR_KEY_NONE)
        return nothing;
    return (gr_term_event){ .kind = GR_EVENT_KEY, .key = key };
}

gr_term_event gr_term_input_byte(gr_term_input *input, char byte)
{
    if (input->pasting)
        return ends_paste(input, byte) ? gr_term_input_end_paste(input) : nothing;
    return gr_term_input_key(input, take_byte(input, byte));
}
