package server

// NetconfFaults is what is wrong with a switch's NETCONF just now, while its CLI works. The zero value
// is one that works. The faults of its connections and logins in [Faults] hold for NETCONF as well.
type NetconfFaults struct {
	Refuse      bool // the port is closed
	Silent      bool // the connection is accepted and never served
	NoSubsystem bool // the login works, the subsystem is refused

	NoHello         bool // the subsystem starts and says nothing
	Base            Base // what NETCONF it offers
	NoModel         bool // it has no cisco-smart-license: the hello does not name it, and a get yields nothing
	CloseAfterHello bool // the session closes once the hellos are over

	Hang         bool      // no request is answered
	CloseInReply bool      // half of the reply, then the connection closes
	HangInReply  bool      // half of the reply, then nothing
	Error        string    // each get is answered by an rpc-error with this error-tag, such as access-denied
	Hidden       bool      // NACM hides the model from the user: a get yields nothing
	Chunks       BadChunks // what is wrong with the framing of NETCONF 1.1
	MarkerInText bool      // ]]>]]> stands inside a text, not escaped
	Bomb         bool      // the reply has a document type with entities that grow
	Garbage      bool      // the reply is no XML
	Bytes        int       // the reply is padded to at least so many bytes, with reports
}

// Base says which NETCONF a switch offers.
type Base string

// The bases. The zero value offers both 1.0 and 1.1, as Catalyst switches do.
const (
	BaseBoth Base = ""
	Base10   Base = "1.0"
	Base11   Base = "1.1"
	BaseNone Base = "none"
)

// BadChunks is something wrong with the framing of NETCONF 1.1.
type BadChunks string

// The kinds of it. The zero value is sound.
const (
	ChunksSound     BadChunks = ""
	ChunksWithCR    BadChunks = "cr"        // carriage returns in front of the line feeds
	ChunksTooShort  BadChunks = "short"     // sizes smaller than the chunks are
	ChunksTooLong   BadChunks = "long"      // sizes larger than the chunks are
	ChunksOfNothing BadChunks = "nothing"   // a chunk of size 0
	ChunksEndFirst  BadChunks = "end first" // the end of the chunks in front of the first one
)
