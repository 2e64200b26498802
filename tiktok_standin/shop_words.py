"""The words of the Shop's catalogue: what is sold, in which kinds, and what buyers say."""

from __future__ import annotations

ROOTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Womenswear & Underwear", ("Bodysuit", "Dress", "Blouse", "Legging", "Cardigan")),
    ("Beauty & Personal Care", ("Lip Balm", "Serum", "Shaver", "Hair Brush", "Nail File")),
    ("Home Supplies", ("Storage Box", "Door Mat", "Candle", "Wall Hook", "Curtain")),
    ("Menswear & Underwear", ("T-shirt", "Hoodie", "Jogger", "Polo", "Boxer")),
    ("Kitchenware", ("Lunch Box", "Knife", "Mug", "Baking Tray", "Strainer")),
    ("Phones & Electronics", ("Phone Case", "Charger", "Earbud", "Cable", "Tripod")),
    ("Shoes", ("Sneaker", "Sandal", "Clog", "Slipper", "Boot")),
    ("Sports & Outdoor", ("Yoga Mat", "Water Bottle", "Tent", "Jump Rope", "Head Lamp")),
    ("Luggage & Bags", ("Tote Bag", "Backpack", "Suitcase", "Wallet", "Pouch")),
    ("Fashion Accessories", ("Scarf", "Belt", "Hair Clip", "Sunglasses", "Watch Band")),
    ("Toys & Hobbies", ("Paper Boat Kit", "Puzzle", "Building Block", "Plush", "Card Game")),
    ("Health", ("Vitamin Gummy", "Massager", "Posture Strap", "Sleep Mask", "Herbal Tea")),
    ("Food & Beverages", ("Coffee Bean", "Dried Mango", "Chili Sauce", "Oat Bar", "Seaweed")),
    ("Household Appliances", ("Fan", "Kettle", "Vacuum", "Humidifier", "Iron")),
    ("Baby & Maternity", ("Bib", "Baby Bottle", "Swaddle", "Teether", "Nursing Pillow")),
    ("Kids' Fashion", ("Romper", "School Skirt", "Rain Coat", "Kids Cap", "Pajama")),
    ("Pet Supplies", ("Cat Tree", "Dog Leash", "Pet Bed", "Chew Toy", "Bird Feeder")),
    ("Textiles & Soft Furnishings", ("Quilt", "Pillow", "Bed Sheet", "Rug", "Table Cloth")),
    ("Tools & Hardware", ("Screwdriver", "Tape Measure", "Drill Bit", "Work Glove", "Clamp")),
    ("Computers & Office Equipment", ("Keyboard", "Mouse Pad", "Desk Lamp", "Notebook", "Pen Holder")),
    ("Automotive & Motorcycle", ("Car Mount", "Seat Cover", "Tire Gauge", "Dash Cloth", "Key Cover")),
    ("Home Improvement", ("Light Bulb", "Shower Head", "Door Handle", "Paint Roller", "Faucet")),
    ("Furniture", ("Shelf", "Stool", "Side Table", "Coat Rack", "Foot Rest")),
    ("Books, Magazines & Audio", ("Novel", "Cook Book", "Planner", "Sketch Book", "Atlas")),
    ("Jewelry Accessories & Derivatives", ("Necklace", "Ring", "Bracelet", "Brooch", "Ear Cuff")),
    ("Collectibles", ("Coin Album", "Trading Card", "Figurine", "Stamp Set", "Poster")),
    ("Muslim Fashion", ("Hijab", "Abaya", "Prayer Mat", "Tunic", "Under Scarf")),
    ("Pre-Owned", ("Vintage Jacket", "Used Camera", "Retro Lamp", "Old Radio", "Classic Vinyl")),
)
LEAVES = ("Basic {}s", "Premium {}s", "{} Accessories")
ADJECTIVES = (
    "Soft", "Lightweight", "Foldable", "Waterproof", "Breathable", "Classic", "Compact", "Sturdy", "Handmade",
    "Reusable", "Trendy", "Minimalist", "Adjustable", "Everyday", "Cozy", "Portable",
)  # fmt: skip
MATERIALS = ("Cotton", "Linen", "Bamboo", "Steel", "Silicone", "Recycled", "Wooden", "Ceramic")
AUDIENCES = ("for Women", "for Men", "for Home", "for Travel", "for Kids", "for Women", "for Women and Men")
EXTRAS = ("Gift Set", "Set of 3", "with Storage Bag", "New Version", "Large Size", "★ Best Seller", "2-Pack")
COLORS = ("Black", "White", "Navy", "Sage", "Coral Red", "Lilac", "Sky Blue", "Brown")
SIZES = ("S(4)", "M(6)", "L(8)", "XL(10/12)")
SHOPS = (
    "Lumora", "Tidepool", "Kettle & Co", "Morrow", "Fernway", "Oakling", "Brightside", "Paper Harbor",
    "Nimbus", "Juniper", "Cobalt", "Maplewood", "Dune", "Sable", "Wren", "Alder", "Marigold", "Pebble",
    "Solstice", "Finch",
)  # fmt: skip
SHOP_TAILS = ("", " US", " Official", " Studio")
OPENINGS = (
    "Love it.",
    "Good value!",
    "Came quickly,",
    "Smaller than I thought,",
    "My sister wants one too 😍",
    "Okay",
)
ENDINGS = (
    "works as described.", "the colour is a bit darker.", "would buy again!", "box was dented", "so soft",
    "10/10 💕", "not for me.",
)  # fmt: skip
FIRST = ("Dana", "Mira", "Joel", "Aiko", "Priya", "Tom", "Lucia", "Omar", "Hanna", "Kofi", "Yara", "Ben")
LAST = ("Reed", "Okoye", "Lam", "Silva", "Novak", "Hart", "Costa", "Berg")
