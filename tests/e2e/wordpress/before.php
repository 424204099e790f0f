// What a paper has that used WordPress's own comments: run by conftest.py within WordPress.
wp_delete_post( 1, true ); // WordPress's own first post.
$reader = wp_insert_user( array( 'user_login' => 'jonas', 'user_pass' => 'jonas', 'user_email' => 'jonas@example.org', 'display_name' => 'Jonas Lind' ) );
foreach ( array( 'bridge' => 'Harbour bridge & tunnel to close', 'trams' => 'Trams to run until three' ) as $slug => $title ) {
	$made[ $slug ] = wp_insert_post( array( 'post_title' => $title, 'post_name' => $slug, 'post_status' => 'publish', 'post_author' => 1, 'post_content' => 'The harbour bridge closes in March.' ) );
}
$states = array( '1', '1', '1', '0', 'spam', 'trash' );
foreach ( range( 0, 59 ) as $number ) {
	$signed_in  = 0 === $number % 5;
	$comments[] = wp_insert_comment(
		array(
			'comment_post_ID'      => $made[ 0 === $number % 4 ? 'trams' : 'bridge' ],
			'comment_author'       => $signed_in ? 'Jonas Lind' : 'Zoë “B.” ' . $number,
			'comment_author_email' => $signed_in ? 'jonas@example.org' : "zoe$number@example.org",
			'comment_author_IP'    => '192.0.2.7',
			'user_id'              => $signed_in ? $reader : 0,
			'comment_content'      => "Comment $number says:\n\n<em>mend</em> it & ring ]]> the bell.",
			'comment_date_gmt'     => gmdate( 'Y-m-d H:i:s', 1700000000 + 60 * $number ),
			'comment_approved'     => $states[ $number % 6 ],
			// Each one behind the first eight answers the one of its post eight before.
			'comment_parent'       => $number < 8 ? 0 : $comments[ $number - 8 ],
		)
	);
}
wp_insert_comment( array( 'comment_post_ID' => $made['trams'], 'comment_author' => 'A page', 'comment_type' => 'pingback', 'comment_content' => '[...] trams [...]' ) );
return $made;
