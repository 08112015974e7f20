package pdf

// The page, in millimetres from its top left corner: A4 portrait, the same margin on all sides, twelve columns.
const (
	PageWidth  = 210.0
	PageHeight = 297.0
	Margin     = 18.0
	Width      = PageWidth - 2*Margin // of the type area

	Columns = 12
	Gutter  = 4.0

	HeaderBaseline = 14.0
	HeaderRule     = 16.5
	TitleBaseline  = 28.5
	Top            = 34.0 // upper edge of the content: a line of body text there stands on 37.5
	Bottom         = 275.0
	FooterRule     = 281.0
	FooterBaseline = 285.5
)

// The widths of rules and lines, in millimetres.
const (
	HairRule   = 0.18 // hairlines
	LeaderRule = 0.2  // leaders and connectors
	HeadRule   = 0.35 // under the head of a table or panel
	TitleRule  = 0.6  // in accent, on the title page only
)

// Point is a place on the page, in millimetres from its top left corner.
type Point struct{ X, Y float64 }

// Box is a rectangle on the page, in millimetres; X and Y are its top left corner.
type Box struct{ X, Y, Width, Height float64 }

// Right is the right edge.
func (b Box) Right() float64 { return b.X + b.Width }

// Bottom is the lower edge.
func (b Box) Bottom() float64 { return b.Y + b.Height }

// ColumnLeft is the left edge of a column of the grid, counted from 1.
func ColumnLeft(column int) float64 { return Margin + float64(column-1)*(ColumnSpan(1)+Gutter) }

// ColumnSpan is the width of so many columns with the gutters between them.
func ColumnSpan(columns int) float64 {
	one := (Width - (Columns-1)*Gutter) / Columns
	return float64(columns)*(one+Gutter) - Gutter
}
